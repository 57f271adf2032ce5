package to.clasp.router.internal.handler;

import java.util.List;
import to.clasp.protocol.Address;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Get;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.state.ParamEntry;

/** GET: a snapshot of one param, or ERROR 201 (protocol 6.5). */
record GetHandler(HandlerParts parts) implements MessageHandler<Get> {

  @Override
  public void handle(SessionDriver from, Get message) {
    String address = message.address();
    Address.check(address);
    from.session().rights().require(Door.GET, address);
    ParamEntry entry = parts.store().find(address);
    if (entry == null || !answer(from, entry)) {
      throw new ProtocolException(
          ErrorCode.ADDRESS_NOT_FOUND, "there is no param at " + address, address);
    }
  }

  /** Replies inside the monitor, so that no later value can come before this one. */
  private boolean answer(SessionDriver from, ParamEntry entry) {
    synchronized (entry) {
      if (entry.isWritten()) {
        entry.onRead(parts.clock().getAsLong());
        from.session().reply(new Snapshot(List.of(entry.toSnapshot())));
        return true;
      }
      return false;
    }
  }
}
