package to.clasp.router.internal.state;

import java.util.List;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.SettingRows;

/**
 * The strategies that the configuration gives to addresses.
 *
 * @param rows in order; the first that matches decides
 */
public record StrategyPatterns(List<Row> rows) {
  /** The strategy of all addresses that match. */
  record Row(Strategy strategy, AddressPattern pattern) {}

  /**
   * Reads rows of the form {@code strategy:pattern}; one text may hold several, separated by
   * commas, so a pattern must have none.
   *
   * @throws IllegalArgumentException if one is not of that form; the message names it
   */
  static StrategyPatterns parse(String[] texts) {
    return new StrategyPatterns(SettingRows.of(texts).stream().map(StrategyPatterns::row).toList());
  }

  private static Row row(String text) {
    int colon = text.indexOf(':');
    try {
      if (colon < 0) {
        throw new IllegalArgumentException("is not of the form strategy:pattern");
      }
      return new Row(
          Strategy.named(text.substring(0, colon)),
          AddressPattern.parse(text.substring(colon + 1)));
    } catch (IllegalArgumentException | ProtocolException e) {
      throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
    }
  }

  /** The strategy of an address, or null if no row matches. */
  Strategy find(String address) {
    for (Row row : rows) {
      if (row.pattern().matches(address)) {
        return row.strategy();
      }
    }
    return null;
  }
}
