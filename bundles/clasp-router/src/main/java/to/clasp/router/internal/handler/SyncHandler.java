package to.clasp.router.internal.handler;

import to.clasp.protocol.Sync;
import to.clasp.router.internal.session.SessionDriver;

/** SYNC: the client's time comes back with the router's (protocol 8.6). */
record SyncHandler(HandlerParts parts) implements MessageHandler<Sync> {

  @Override
  public void handle(SessionDriver from, Sync message) {
    long received = parts.clock().getAsLong();
    from.session().reply(new Sync(message.t1(), received, parts.clock().getAsLong()));
  }
}
