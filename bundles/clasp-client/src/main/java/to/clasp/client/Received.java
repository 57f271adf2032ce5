package to.clasp.client;

import static java.util.Objects.requireNonNull;

import to.clasp.client.internal.Values;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/**
 * A value that was received: of a param, an event, a stream, a gesture or a timeline.
 *
 * @param address address of the signal
 * @param type its type
 * @param raw the value as it travelled; {@link Value.Null} when the message carried none
 * @param revision the revision of a param (unsigned); 0 if it is unknown, and for all other types
 * @param snapshot whether it was there before, as opposed to being written just now
 * @param publish the whole message with time stamp, phase, id and samples; null for a param
 */
public record Received(
    String address, SignalType type, Value raw, long revision, boolean snapshot, Publish publish) {
  /** Checks for null. */
  public Received {
    requireNonNull(address, "address");
    requireNonNull(type, "type");
    requireNonNull(raw, "raw");
  }

  /**
   * The value in Java's own types: Boolean, Long, Double, String, byte[], List or Map of such, or
   * null. A stream that carries only samples gives them as a List of Double.
   *
   * @return the value, or null
   */
  public Object value() {
    return Values.toObject(Values.of(this));
  }

  /**
   * The value as a given type. Numbers become any type of number that can hold them without loss of
   * more than the last digit of a float; records and other classes need Jackson on the class path.
   *
   * @param wanted such as {@code Double.class}; {@code double.class} is the same
   * @param <T> that type
   * @return the value, or null if it is null
   * @throws IllegalArgumentException if it is of another kind; the message names both
   */
  public <T> T as(Class<T> wanted) {
    return Values.convert(Values.of(this), wanted);
  }

  /**
   * The phase of a gesture.
   *
   * @return the phase, or null for other types
   */
  public Phase phase() {
    return type == SignalType.GESTURE && publish != null ? publish.phase() : null;
  }
}
