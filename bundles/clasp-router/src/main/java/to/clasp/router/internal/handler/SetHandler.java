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
    Set plain = new Set(address, message.value(), null, message.lock(), message.unlock(), null);
    requireRoom(plain);
    ParamEntry entry = parts.store().findOrCreate(address, parts.settings().get().maxParams());
    parts.fanout().prepare(session.loop(), address);
    synchronized (entry) {
      entry.write(message, session.id(), parts.clock().getAsLong());
      Set echo =
          new Set(
              address,
              message.value(),
              entry.revision(),
              message.lock(),
              message.unlock(),
              message.ttl());
      parts
          .fanout()
          .deliver(session.loop(), SignalType.PARAM.maskBit(), Outgoing.param(echo), null);
      session.reply(acknowledge(entry, message.lock()));
    }
    if (message.lock() || message.unlock()) {
      session.holdsLock(entry, message.lock());
    }
  }

  private static Ack acknowledge(ParamEntry entry, boolean lockAsked) {
    return lockAsked
        ? new Ack(entry.address(), entry.revision(), true, entry.holder(), null)
        : new Ack(entry.address(), entry.revision(), null, null, null);
  }

  private static void requireRoom(Set plain) {
    int size = sizeOf(plain);
    if (size > MAX_PAYLOAD) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "the SET takes " + size + " bytes, at most " + MAX_PAYLOAD + " can be kept",
          plain.address());
    }
  }

  private static int sizeOf(Set plain) {
    try {
      return FrameCodec.payloadSize(plain);
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), e.getMessage(), plain.address());
    }
  }
}
