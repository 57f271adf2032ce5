package to.clasp.router.internal.handler;

import to.clasp.protocol.Address;
import to.clasp.protocol.Publish;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.Outgoing;
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
    session.requireWrite(message.address());
    if (parts.signals().route(session, message)) {
      return;
    }
    Outgoing outgoing = Outgoing.publish(message);
    // Encoded here, because what does not fit a frame has to be refused to its sender.
    outgoing.frame();
    int types = message.signal() == null ? Fanout.ANY_TYPE : message.signal().maskBit();
    parts.fanout().deliver(session.loop(), types, outgoing, session);
  }
}
