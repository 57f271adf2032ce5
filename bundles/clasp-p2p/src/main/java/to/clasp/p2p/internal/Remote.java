package to.clasp.p2p.internal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.RemotePeer;
import to.clasp.p2p.internal.wire.MalformedPacketException;

/** Everything about one other peer. Used on the loop. */
final class Remote implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Remote.class);

  private final String id;
  private final Hub hub;
  private final Connection connection;
  private final Negotiation negotiation;
  private Traffic traffic;
  private volatile Set<String> features;

  Remote(String id, Hub hub) {
    this.id = id;
    this.hub = hub;
    this.connection = new Connection(id, hub, this);
    this.negotiation = new Negotiation(id, hub, connection, this);
    this.traffic = new Traffic(id, hub, connection);
  }

  Connection connection() {
    return connection;
  }

  Negotiation negotiation() {
    return negotiation;
  }

  Traffic traffic() {
    return traffic;
  }

  /** What it has announced, or null. */
  RemotePeer announced() {
    Set<String> now = features;
    return now == null ? null : new RemotePeer(id, now);
  }

  CompletionStage<Void> connect() {
    Set<String> now = features;
    if (now != null && !now.contains("webrtc")) {
      return CompletableFuture.failedStage(new P2pException(id + ": the peer has no WebRTC"));
    }
    return connection.connect();
  }

  /**
   * It says what it can do.
   *
   * @return whether that is news
   */
  boolean announce(Set<String> now) {
    boolean news = !now.equals(features);
    features = Set.copyOf(now);
    features(now);
    return news;
  }

  /** It has said that it leaves. */
  void forgetAnnouncement() {
    features = null;
  }

  @Override
  public void features(Set<String> said) {
    if (said.contains(RemotePeer.FRAMED)) {
      traffic.framed();
    }
  }

  @Override
  public void pathChanged() {
    traffic.flush();
  }

  @Override
  public void message(byte[] message, boolean reliable, LinkPath path) {
    guarded(() -> traffic.received(message, reliable, path));
  }

  /** A message that came through the router. */
  void relayed(Signal.Relay signal) {
    guarded(() -> traffic.relayed(signal));
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (MalformedPacketException e) {
      LOG.debug("{} has sent no packet: {}", id, e.getMessage());
    }
  }

  /** The own session is another one: nothing of the old one can be acknowledged any more. */
  void restart(String reason) {
    traffic.fail(reason);
    traffic.forgetReceived();
    traffic = new Traffic(id, hub, connection);
    if (features != null) {
      features(features);
    }
    connection.restart();
  }

  /** There is no such session any more. */
  void unreachable() {
    connection.unreachable();
    if (!connection.hasLink()) {
      forgetAnnouncement();
      traffic.fail("there is no session " + id);
      traffic.forgetReceived();
    }
  }

  /** Whether something would be lost if it were forgotten. */
  boolean isUsed() {
    return connection.isUsed() || traffic.isBusy();
  }
}
