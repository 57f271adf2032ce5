package to.clasp.client.internal;

import java.util.Map;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/**
 * Keeps a session that only listens alive at reference routers. These forget a session, with its
 * subscriptions and without a word, when they have relayed nothing to it for 300 s; what it sends
 * does not count, nor do answers (protocol 5.4). A signal from the session to itself is relayed, to
 * nobody else, and leaves nothing behind (10.1). Used under the {@link Turn}.
 */
final class SelfSignal {
  private static final String PREFIX = "/clasp/p2p/signal/";
  private static final String TYPE = "type";
  private static final Value ALIVE = Value.of("alive");

  private final long quietNanos;
  private String address;
  private long relayed;
  private boolean asked;
  private boolean refused;

  /**
   * @param quietNanos how long nothing is relayed before the signal is due
   */
  SelfSignal(long quietNanos) {
    this.quietNanos = quietNanos;
  }

  /** Another session has begun. */
  void begin(String session, long now) {
    address = PREFIX + session;
    relayed = now;
    asked = false;
    refused = false;
  }

  /** Something was relayed to the session. */
  void relayed(long now) {
    relayed = now;
  }

  /** The signal that is to be sent now, or null. */
  Publish due(long now) {
    if (refused || now - relayed < quietNanos) {
      return null;
    }
    asked = true;
    return Publish.of(address, SignalType.EVENT, new Value.Map(Map.of(TYPE, ALIVE)));
  }

  /** Whether that is the signal, which is nobody's business. */
  boolean isOwn(Publish publish) {
    return publish.address().equals(address)
        && publish.value() instanceof Value.Map map
        && ALIVE.equals(map.entries().get(TYPE));
  }

  /** Whether the router does not want the signal: then there is no other way. */
  boolean takes(ErrorMessage error) {
    boolean mine = asked && address.equals(error.address());
    refused |= mine;
    return mine;
  }
}
