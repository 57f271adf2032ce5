package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * SUBSCRIBE (0x10): asks for all signals whose address matches a pattern.
 *
 * @param id number chosen by the client, unique within its session, 0 to 2^32-1
 * @param pattern address pattern, see {@link AddressPattern}
 * @param types the signal types wanted; {@link Features#NONE} means no filter
 * @param options wishes about rate, precision and history
 */
public record Subscribe(long id, String pattern, Features types, SubscribeOptions options)
    implements Message {
  /** Checks for null. */
  public Subscribe {
    requireNonNull(pattern, "pattern");
    requireNonNull(types, "types");
    requireNonNull(options, "options");
  }
}
