package to.clasp.router.internal.handler;

import to.clasp.protocol.Ack;
import to.clasp.protocol.Address;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.signal.SignalRouting;
import to.clasp.router.internal.state.ParamEntry;

/**
 * SET: writes a param, tells every subscriber including the writer, then acknowledges (protocol 6.3
 * to 6.5). All of it happens inside the param's monitor, so everybody sees the revisions in order.
 */
record SetHandler(HandlerParts parts) implements MessageHandler<Set> {

  /** A SET up to this size still fits a frame as a snapshot entry with revision and writer. */
  private static final int MAX_PAYLOAD = 65_478;

  @Override
  public void handle(SessionDriver from, Set message) {
    Session session = from.session();
    String address = message.address();
    Address.check(address);
    session.requireWrite(address);
    SignalRouting.requireParamAddress(address);
    requireRoom(message);
    parts.fanout().prepare(session.loop(), address);
    int limit = parts.settings().get().maxParams();
    ParamEntry entry = parts.store().findOrCreate(address, limit);
    while (!writeAndTell(session, message, entry)) {
      parts.store().forget(entry);
      entry = parts.store().findOrCreate(address, limit);
    }
    noteLock(session, message, entry);
  }

  /**
   * @return false if the param was removed before its monitor was taken
   */
  private boolean writeAndTell(Session session, Set message, ParamEntry entry) {
    synchronized (entry) {
      if (entry.isRemoved()) {
        return false;
      }
      tell(session, write(session, message, entry));
      session.reply(acknowledge(entry, message.lock()));
      return true;
    }
  }

  /**
   * Writes a param; the caller holds its monitor.
   *
   * @return what to tell its subscribers
   */
  Outgoing write(Session session, Set message, ParamEntry entry) {
    entry.write(message, session.id(), parts.clock().getAsLong());
    return Outgoing.param(
        new Set(
            message.address(),
            message.value(),
            entry.revision(),
            message.lock(),
            message.unlock(),
            message.ttl()));
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

  /**
   * Checks that a SET can be kept.
   *
   * @return its size in bytes
   * @throws ProtocolException if not
   */
  static int requireRoom(Set message) {
    Set plain =
        new Set(message.address(), message.value(), null, message.lock(), message.unlock(), null);
    int size = sizeOf(plain);
    if (size > MAX_PAYLOAD) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "the SET takes " + size + " bytes, at most " + MAX_PAYLOAD + " can be kept",
          plain.address());
    }
    return size;
  }

  private static int sizeOf(Set plain) {
    try {
      return FrameCodec.payloadSize(plain);
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), e.getMessage(), plain.address());
    }
  }
}
