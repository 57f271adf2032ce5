package to.clasp.router.internal.fanout;

import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** A message on its way out, encoded once for all who get it. */
public final class Outgoing {

  /** What may happen to a message while its receiver does not keep up. */
  public enum Kind {
    /** A later one of the same address replaces it. */
    PARAM,
    /** The oldest are dropped. */
    STREAM,
    /** The newest are dropped, and the receiver is told. */
    EVENT,
    /** Never dropped. */
    REPLY
  }

  private final Message message;
  private final Kind kind;
  private final String address;
  private boolean removal;
  private Frame frame;

  private Outgoing(Message message, Kind kind, String address) {
    this.message = message;
    this.kind = kind;
    this.address = address;
  }

  public static Outgoing param(Set set) {
    return new Outgoing(set, Kind.PARAM, set.address());
  }

  /** Tells that a param is gone. It must not be dropped for a snapshot, which cannot tell that. */
  public static Outgoing removal(Set end) {
    Outgoing message = param(end);
    message.removal = true;
    return message;
  }

  public static Outgoing publish(Publish publish) {
    return new Outgoing(publish, kindOf(publish), publish.address());
  }

  public static Outgoing reply(Message reply) {
    return new Outgoing(reply, Kind.REPLY, null);
  }

  public static Outgoing snapshot(Snapshot snapshot) {
    return new Outgoing(snapshot, Kind.REPLY, null);
  }

  private static Kind kindOf(Publish publish) {
    boolean move = publish.signal() == SignalType.GESTURE && publish.phase() == Phase.MOVE;
    return move || publish.signal() == SignalType.STREAM ? Kind.STREAM : Kind.EVENT;
  }

  public Message message() {
    return message;
  }

  public Kind kind() {
    return kind;
  }

  /** The address a param or signal is about, or null. */
  public String address() {
    return address;
  }

  /** Whether it tells that a param is gone. */
  public boolean isRemoval() {
    return removal;
  }

  /** Whether it changes what a later param message of the same address may replace. */
  public boolean isSnapshot() {
    return message instanceof Snapshot;
  }

  /**
   * The encoded message. Two loops that ask first at the same time both encode it, to the same
   * bytes, which is cheaper than a lock.
   *
   * @throws to.clasp.protocol.ProtocolException if it does not fit a frame
   */
  public Frame frame() {
    Frame encoded = frame;
    if (encoded == null) {
      encoded = Frame.wrap(FrameCodec.encode(message));
      frame = encoded;
    }
    return encoded;
  }
}
