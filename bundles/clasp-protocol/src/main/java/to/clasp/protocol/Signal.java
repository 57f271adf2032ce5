package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * The description of one signal, in ANNOUNCE and RESULT.
 *
 * @param address address of the signal
 * @param type its type
 * @param datatype data type in the announcer's words, such as {@code f32}, or null
 * @param access access in the announcer's words, such as {@code rw}, or null
 * @param meta unit, range, default and description, or null; RESULT cannot carry it
 */
public record Signal(
    String address, SignalType type, String datatype, String access, SignalMeta meta) {
  /** Checks that address and type are not null. */
  public Signal {
    requireNonNull(address, "address");
    requireNonNull(type, "type");
  }
}
