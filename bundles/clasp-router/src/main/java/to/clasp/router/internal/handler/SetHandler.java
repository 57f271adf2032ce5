package to.clasp.router.internal.handler;

import to.clasp.protocol.Ack;
import to.clasp.protocol.Address;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.access.Rights;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.signal.SignalRouting;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamSize;

/**
 * SET: writes a param, tells every subscriber including the writer, then acknowledges (protocol 6.3
 * to 6.5). All of it happens inside the param's monitor, so everybody sees the revisions in order.
 */
record SetHandler(HandlerParts parts) implements MessageHandler<Set> {

  @Override
  public void handle(SessionDriver from, Set message) {
    Session session = from.session();
    String address = message.address();
    Address.check(address);
    Rights rights = session.rights();
    rights.require(Door.SET, address);
    SignalRouting.requireParamAddress(address);
    ParamSize.check(message, message.value());
    rights.requireInRange(message);
    rights.countWrite(address);
    parts.fanout().prepare(session.loop(), address);
    ParamEntry entry = writeAndTell(session, message);
    if (endsAtOnce(message)) {
      parts.store().forget(entry);
      session.holdsLock(entry, false);
    } else {
      noteLock(session, message, entry);
    }
  }

  /** Null with no time to live is how a client removes a param; it is told as any end of one. */
  private static boolean endsAtOnce(Set message) {
    Ttl ttl = message.ttl();
    return message.value() == Value.Null.INSTANCE
        && ttl != null
        && ttl.kind() == Ttl.Kind.ABSOLUTE
        && ttl.seconds() == 0;
  }

  /** Writes; again if the param was removed since it was found, which is never lost by that. */
  private ParamEntry writeAndTell(Session session, Set message) {
    int limit = parts.settings().get().maxParams();
    while (true) {
      ParamEntry entry = parts.store().findOrCreate(message.address(), limit);
      try {
        synchronized (entry) {
          if (!entry.isRemoved()) {
            tell(session, write(session, message, entry));
            session.reply(acknowledge(entry, message.lock()));
            if (endsAtOnce(message)) {
              entry.remove();
            }
            return entry;
          }
        }
      } catch (ProtocolException e) {
        parts.store().dropIfUnwritten(entry);
        throw e;
      }
      parts.store().forget(entry);
    }
  }

  /**
   * Writes a param; the caller holds its monitor.
   *
   * @return what to tell its subscribers
   */
  Outgoing write(Session session, Set message, ParamEntry entry) {
    entry.write(message, session.id(), parts.clock().getAsLong());
    Set written =
        new Set(
            message.address(),
            entry.value(),
            entry.revision(),
            message.lock(),
            message.unlock(),
            message.ttl());
    return session.sentBy(
        endsAtOnce(message) ? Outgoing.removal(written) : Outgoing.param(written));
  }

  /** Tells the subscribers of a param; the caller holds its monitor. */
  void tell(Session session, Outgoing echo) {
    parts.fanout().deliver(session.loop(), SignalType.PARAM.maskBit(), echo, null);
  }

  /** Remembers a lock that was taken or given back. */
  void noteLock(Session session, Set message, ParamEntry entry) {
    if (message.lock() || message.unlock()) {
      session.holdsLock(entry, message.lock());
    }
  }

  private static Ack acknowledge(ParamEntry entry, boolean lockAsked) {
    return lockAsked
        ? new Ack(entry.address(), entry.revision(), true, entry.holder(), null)
        : new Ack(entry.address(), entry.revision(), null, null, null);
  }
}
