package to.clasp.router.internal.handler;

import to.clasp.protocol.Address;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.access.Rights;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.gesture.SessionGestures;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;

/**
 * PUBLISH: goes to every subscriber but its sender, and is neither kept nor answered (8.1), except
 * for what {@link to.clasp.router.internal.signal.SignalRouting} is about.
 */
record PublishHandler(HandlerParts parts) implements MessageHandler<Publish> {

  @Override
  public void handle(SessionDriver from, Publish message) {
    Session session = from.session();
    Address.check(message.address());
    Rights rights = session.rights();
    rights.require(Door.PUBLISH, message.address());
    rights.requireInRange(message);
    rights.countWrite(message.address());
    if (parts.signals().route(session, message)) {
      return;
    }
    Outgoing outgoing = session.sentBy(encode(message));
    if (message.signal() == SignalType.GESTURE) {
      gesturesOf(from).take(outgoing);
    } else {
      forward(session, outgoing);
    }
  }

  /**
   * Encodes at once, because what does not fit a frame has to be refused to its sender.
   *
   * @throws ProtocolException if it does not
   */
  static Outgoing encode(Publish message) {
    Outgoing outgoing = Outgoing.publish(message);
    try {
      outgoing.frame();
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), e.getMessage(), message.address());
    }
    return outgoing;
  }

  /**
   * Does with a signal of a bundle what its address and type ask for, but lets gestures through as
   * they are.
   *
   * @throws ProtocolException if it cannot be kept, or whom it goes to has left
   */
  void routeOrForward(Session session, Outgoing outgoing) {
    if (!parts.signals().route(session, (Publish) outgoing.message())) {
      forward(session, outgoing);
    }
  }

  /** Gives a signal to its subscribers. */
  void forward(Session session, Outgoing outgoing) {
    SignalType signal = ((Publish) outgoing.message()).signal();
    int types = signal == null ? Fanout.ANY_TYPE : signal.maskBit();
    parts.fanout().deliver(session.loop(), types, outgoing, session);
  }

  private SessionGestures gesturesOf(SessionDriver from) {
    Session session = from.session();
    return from.part(
        SessionGestures.class,
        () ->
            new SessionGestures(
                from,
                () -> parts.settings().get().gestureLimits(),
                parts.timer(),
                outgoing -> forward(session, outgoing)));
  }
}
