package to.clasp.router.internal.handler;

import to.clasp.protocol.Sync;
import to.clasp.router.internal.session.SessionDriver;

/**
 * SYNC: the client's time comes back with the router's, when it was read and when the answer is
 * written (protocol 8.6).
 */
record SyncHandler(HandlerParts parts) implements MessageHandler<Sync> {

  @Override
  public void handle(SessionDriver from, Sync message) {
    long received = parts.clock().getAsLong();
    from.session().replyLate(() -> new Sync(message.t1(), received, parts.clock().getAsLong()));
  }
}
