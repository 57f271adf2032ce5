package to.clasp.router.internal.fanout;

import java.util.function.Supplier;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Pong;
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

  /** Null if it is made when it is asked for. */
  private final Message message;

  private final Supplier<Message> source;
  private final Kind kind;
  private final String address;
  private String origin;
  private Object attachment;
  private boolean removal;
  private Frame frame;

  private Outgoing(Message message, Kind kind, String address) {
    this(message, null, kind, address);
  }

  private Outgoing(Message message, Supplier<Message> source, Kind kind, String address) {
    this.message = message;
    this.source = source;
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

  /** A signal for one session, which is told if it has to be dropped, whatever its type. */
  public static Outgoing directed(Publish publish) {
    return new Outgoing(publish, Kind.EVENT, publish.address());
  }

  /** A PUBLISH that is kept as bytes only, because its objects take many times as much memory. */
  public static Outgoing kept(Outgoing publish) {
    Frame frame = publish.frame();
    Outgoing kept =
        new Outgoing(
            null,
            () -> FrameCodec.decode(frame.bytes(), 0, frame.length()).message(),
            publish.kind,
            publish.address);
    kept.frame = frame;
    return kept;
  }

  /**
   * A reply that is made anew whenever it is asked for, the last time when it is written.
   *
   * @param reply makes it, always in the same size
   */
  public static Outgoing late(Supplier<Message> reply) {
    return new Outgoing(null, reply, Kind.REPLY, null);
  }

  public static Outgoing reply(Message reply) {
    return new Outgoing(reply, Kind.REPLY, null);
  }

  public static Outgoing snapshot(Snapshot snapshot) {
    return new Outgoing(snapshot, Kind.REPLY, null);
  }

  /** A message told again as part of the past, which is complete or not given. */
  public static Outgoing past(Outgoing original) {
    Outgoing past = new Outgoing(original.message, Kind.REPLY, original.address);
    past.frame = original.frame();
    return past.from(original.origin, original.attachment);
  }

  /**
   * Notes where it comes from, before anybody gets it.
   *
   * @param session id of the session that caused it
   * @param with what that session attached, or null
   */
  public Outgoing from(String session, Object with) {
    origin = session;
    attachment = with;
    return this;
  }

  /** Id of the session that caused it, or null if that is not known. */
  public String origin() {
    return origin;
  }

  /** What the session attached that caused it, or null. */
  public Object attachment() {
    return attachment;
  }

  private static Kind kindOf(Publish publish) {
    boolean move = publish.signal() == SignalType.GESTURE && publish.phase() == Phase.MOVE;
    return move || publish.signal() == SignalType.STREAM ? Kind.STREAM : Kind.EVENT;
  }

  public Message message() {
    return message != null ? message : source.get();
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

  /** Whether it is a reply that tells params, so that no later param may take a place before it. */
  public boolean tellsParams() {
    return message instanceof Snapshot || kind == Kind.REPLY && message instanceof Set;
  }

  /** Whether it is one of the replies that come in numbers and tell little. */
  boolean isShortReply() {
    return message instanceof Ack || message instanceof Pong;
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
      encoded = Frame.wrap(FrameCodec.encode(message()));
      frame = message == null ? null : encoded;
    }
    return encoded;
  }
}
