package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * QUERY (0x60): asks for announced signals.
 *
 * @param pattern address pattern, see {@link AddressPattern}
 */
public record Query(String pattern) implements Message {
  /** Checks for null. */
  public Query {
    requireNonNull(pattern, "pattern");
  }
}
