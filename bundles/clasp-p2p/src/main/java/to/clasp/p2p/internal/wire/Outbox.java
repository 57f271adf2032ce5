package to.clasp.p2p.internal.wire;

/** Messages of one kind to one peer, in order. Used on one loop. */
public interface Outbox {
  /** Takes a message. */
  void add(Outgoing message);

  /** Sends what can be sent by the way that is open now. */
  void pump(Path path);

  /** Refuses all messages that were not sent, and forgets all others. */
  void fail(String reason);

  /** Refuses all messages that were not sent; what was goes on. */
  void refuseWaiting(String reason);
}
