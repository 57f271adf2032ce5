package to.clasp.router.internal.session.shape;

import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.fanout.Shape;

/** What a {@link Shaper} knows of one address: what was sent last and what waits. */
final class Lane {
  /** What shares an order and a rate. */
  enum Kind {
    PARAM,
    STREAM,
    GESTURE
  }

  /**
   * Names a lane.
   *
   * @param id number of the gesture, or null
   */
  record Key(Kind kind, String address, Long id) {
    static Key ofParam(String address) {
      return new Key(Kind.PARAM, address, null);
    }

    /** The lane of a message, or null if its kind has none. */
    static Key of(Outgoing message) {
      if (message.message() instanceof Set set) {
        return ofParam(set.address());
      }
      if (message.message() instanceof Publish publish) {
        if (publish.signal() == SignalType.STREAM) {
          return new Key(Kind.STREAM, publish.address(), null);
        }
        if (publish.signal() == SignalType.GESTURE) {
          return new Key(Kind.GESTURE, publish.address(), publish.id());
        }
      }
      return null;
    }
  }

  private final Key key;
  private final long number;
  private Value told;
  private boolean sent;
  private long sentAt;

  /** What the address's messages are thinned out by at this moment. */
  Shape shape;

  Outgoing waiting;
  Gathering gathering;

  /** When what waits is sent; means nothing while nothing waits. */
  long dueAt;

  /**
   * @param number unlike that of any other lane
   */
  Lane(Key key, long number) {
    this.key = key;
    this.number = number;
  }

  Key key() {
    return key;
  }

  long number() {
    return number;
  }

  boolean isIdle() {
    return waiting == null && gathering == null;
  }

  /** Memory that is kept only because something waits. */
  int waitingBytes() {
    return (waiting == null ? 0 : waiting.frame().length())
        + (gathering == null ? 0 : gathering.bytes());
  }

  /** The value that the peer knows; the next one is compared with it, if it can be. */
  void tell(Value value) {
    boolean compared = shape == null || shape.epsilon() > 0;
    told = compared && Nearness.isComparable(value) ? value : null;
  }

  void sent(long now) {
    sent = true;
    sentAt = now;
  }

  /** Whether a value is too near to the one that the peer knows. */
  boolean isNear(Value value) {
    return shape != null
        && shape.epsilon() > 0
        && told != null
        && value != null
        && Nearness.isWithin(shape.epsilon(), told, value);
  }

  /** When the next message may go out, which may be past. */
  long nextAt(long now) {
    return sent && shape != null && shape.intervalNanos() > 0
        ? sentAt + shape.intervalNanos()
        : now;
  }

  static Value valueOf(Outgoing message) {
    return message.message() instanceof Set set
        ? set.value()
        : ((Publish) message.message()).value();
  }
}
