package to.clasp.router.internal.handler;

import to.clasp.protocol.Ack;
import to.clasp.protocol.Address;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Signal;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;

/** ANNOUNCE: all of its signals are kept, or none; answered with ACK (protocol 8.5). */
record AnnounceHandler(HandlerParts parts) implements MessageHandler<Announce> {

  @Override
  public void handle(SessionDriver from, Announce message) {
    Session session = from.session();
    for (Signal signal : message.signals()) {
      Address.check(signal.address());
      session.rights().require(Door.ANNOUNCE, signal.address());
    }
    parts.announced().announce(message.signals(), parts.settings().get().state().maxSignals());
    session.reply(new Ack(message.namespace(), null, null, null, null));
  }
}
