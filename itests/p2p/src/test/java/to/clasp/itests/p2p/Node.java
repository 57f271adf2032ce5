package to.clasp.itests.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import to.clasp.client.ClaspClient;
import to.clasp.itests.support.ForeignPeer;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pStatus;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.SendResult;

/** A client that is a peer, with everything that it has heard. */
final class Node implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(30);

  /** No servers outside; quick to see that something fails. */
  static final P2pConfig CONFIG =
      P2pConfig.DEFAULT
          .withIceServers()
          .withConnectionTimeout(Duration.ofSeconds(10), 3)
          .withFallback(true, Duration.ofSeconds(1))
          .withConnectionLimits(100, 10_000);

  private final ClaspClient client;
  private final LocalPeer peer;
  private final List<PeerEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private final Map<String, List<byte[]>> loose = new ConcurrentHashMap<>();

  private Node(ClaspClient client, P2pConfig config) {
    this.client = client;
    this.peer = PeerToPeer.ofProcess().attach(client, config);
    peer.listen(this::heard);
  }

  static Node join(URI router) {
    return join(router, CONFIG);
  }

  static Node join(URI router, P2pConfig config) {
    Node node = new Node(ClaspClient.connect(router.toString()), config);
    P2pStatus status = PeerToPeer.ofProcess().status();
    if (!status.active()) {
      node.close();
      ForeignPeer.missing("WebRTC", status.inactiveReason(), "apt-get install libpulse0");
    }
    return node;
  }

  private void heard(PeerEvent event) {
    if (event instanceof PeerEvent.Data data && data.reliable()) {
      texts
          .computeIfAbsent(data.peer(), any -> Collections.synchronizedList(new ArrayList<>()))
          .add(new String(data.bytes(), UTF_8));
    } else if (event instanceof PeerEvent.Data data) {
      loose.computeIfAbsent(data.peer(), any -> new CopyOnWriteArrayList<>()).add(data.bytes());
    } else {
      events.add(event);
    }
  }

  String id() {
    return client.sessionId();
  }

  LocalPeer peer() {
    return peer;
  }

  /** Whether another one was announced, and not only anybody. */
  boolean knows(Node other) {
    return peer.peers().stream().anyMatch(known -> known.sessionId().equals(other.id()));
  }

  /** All events but messages, in order. */
  List<PeerEvent> events() {
    return events;
  }

  <E extends PeerEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The reliable messages of another node. */
  List<String> texts(Node from) {
    List<String> all = texts.getOrDefault(from.id(), List.of());
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** The unreliable messages of another node. */
  List<byte[]> loose(Node from) {
    return loose.getOrDefault(from.id(), List.of());
  }

  void connect(Node other) throws Exception {
    peer.connect(other.id()).toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    await("the other side is up", () -> other.peer.isConnected(id()));
  }

  SendResult send(Node other, String text) throws Exception {
    return peer.send(other.id(), text.getBytes(UTF_8), true)
        .toCompletableFuture()
        .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, DEADLINE, condition);
  }

  static void await(String what, Duration deadline, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, deadline).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Is gone without a word through the router. */
  void die() {
    client.close();
    peer.close();
  }

  @Override
  public void close() {
    peer.close();
    client.close();
  }
}
