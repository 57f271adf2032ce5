package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * PUBLISH (0x20): an event, a stream sample, a gesture or a timeline.
 *
 * <p>The fields {@code value} and {@code payload} of the legacy encoding are one field here, as
 * they are in the binary encoding. A timeline travels as a map in {@code value} (keys {@code
 * keyframes}, {@code loop}, {@code start_time}, {@code duration}).
 *
 * @param address address of the signal
 * @param signal type of the signal; null only when a legacy client left it out, which passes every
 *     type filter and is written as event
 * @param phase phase of a gesture; null only when a legacy client left it out, which is written as
 *     start. Every binary PUBLISH has a phase, also when it is no gesture
 * @param value the value, or null when the message carries none
 * @param samples several samples instead of a value, or null
 * @param timestamp time of the signal in µs since 1970-01-01 UTC (unsigned), or null
 * @param id number of the gesture, 0 to 2^32-1, or null
 * @param rate sample rate in Hz, 0 to 2^32-1, or null
 */
public record Publish(
    String address,
    SignalType signal,
    Phase phase,
    Value value,
    Samples samples,
    Long timestamp,
    Long id,
    Long rate)
    implements Message {
  /** Checks that the address is not null. */
  public Publish {
    requireNonNull(address, "address");
  }

  /**
   * A PUBLISH with nothing but a value.
   *
   * @param address address of the signal
   * @param signal type of the signal
   * @param value the value, or null for none
   * @return the message, phase start
   */
  public static Publish of(String address, SignalType signal, Value value) {
    return new Publish(address, signal, Phase.START, value, null, null, null, null);
  }
}
