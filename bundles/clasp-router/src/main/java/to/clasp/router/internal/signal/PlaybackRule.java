package to.clasp.router.internal.signal;

import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ProtocolException;

/**
 * Which timelines are played.
 *
 * @param pattern their addresses
 * @param rateHz how often a second they are sampled, 1 to {@link #MAX_RATE_HZ}
 */
public record PlaybackRule(AddressPattern pattern, int rateHz) {
  static final int MAX_RATE_HZ = 240;

  private static final String ARROW = "->";

  /**
   * Reads the written form {@code pattern -> rate}.
   *
   * @param text such as {@code /lights/** -> 30}
   * @throws IllegalArgumentException if it is not of this form; the message says why
   */
  public static PlaybackRule parse(String text) {
    int arrow = text.lastIndexOf(ARROW);
    if (arrow < 0) {
      throw new IllegalArgumentException("'" + text + "' is not of the form pattern -> rate");
    }
    try {
      AddressPattern pattern = AddressPattern.parse(text.substring(0, arrow).strip());
      return new PlaybackRule(pattern, rate(text.substring(arrow + ARROW.length()).strip()));
    } catch (ProtocolException e) {
      throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
    }
  }

  private static int rate(String text) {
    if (text.matches("[0-9]{1,3}")) {
      int rate = Integer.parseInt(text);
      if (rate >= 1 && rate <= MAX_RATE_HZ) {
        return rate;
      }
    }
    throw new IllegalArgumentException(
        "rate '" + text + "' is no number of Hz from 1 to " + MAX_RATE_HZ);
  }
}
