package to.clasp.itests.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.PeerEvent.Connected;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.PeerEvent.Disconnected;
import to.clasp.p2p.PeerEvent.PeerAnnounced;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.TurnServer;

/** What the reference tests of its peers, with ours. */
class HandOverIT {
  private static Nodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = new Nodes();
  }

  @AfterAll
  static void end() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void twoPeersConnect() throws Exception {
    List<Node> pair = nodes.join(2);

    pair.get(0).connect(pair.get(1));

    assertThat(pair.get(0).peer().isConnected(pair.get(1).id())).isTrue();
    assertThat(pair.get(1).peer().isConnected(pair.get(0).id())).isTrue();
  }

  @Test
  void stepsAreToldInTheirOrder() throws Exception {
    List<Node> pair = nodes.join(2);
    String other = pair.get(1).id();
    pair.get(0).connect(pair.get(1));
    pair.get(0).peer().disconnect(other);
    Node.await("the end", () -> !pair.get(0).events(Disconnected.class).isEmpty());

    assertThat(pair.get(0).events().stream().filter(event -> event.peer().equals(other)))
        .hasExactlyElementsOfTypes(PeerAnnounced.class, Connected.class, Disconnected.class);
    Node.await("the other end", () -> !pair.get(1).events(Disconnected.class).isEmpty());
    assertThat(PeerToPeer.ofProcess().status().createdConnections()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void bothSidesMayBeginAtOnce() throws Exception {
    List<Node> pair = nodes.join(2);
    var one = pair.get(0).peer().connect(pair.get(1).id()).toCompletableFuture();
    var other = pair.get(1).peer().connect(pair.get(0).id()).toCompletableFuture();

    one.get(30, TimeUnit.SECONDS);
    other.get(30, TimeUnit.SECONDS);

    assertThat(pair.get(0).send(pair.get(1), "to")).isEqualTo(SendResult.P2P);
    assertThat(pair.get(1).send(pair.get(0), "fro")).isEqualTo(SendResult.P2P);
  }

  @Test
  void onePeerHasSeveralConnections() throws Exception {
    List<Node> four = nodes.join(4);
    for (Node other : four.subList(1, 4)) {
      four.get(0).connect(other);
      assertThat(four.get(0).send(other, "hello")).isEqualTo(SendResult.P2P);
    }
    for (Node other : four.subList(1, 4)) {
      Node.await("hello", () -> other.texts(four.get(0)).equals(List.of("hello")));
    }
  }

  @Test
  void bytesArriveBothWaysOnBothChannels() throws Exception {
    List<Node> pair = nodes.join(2);
    Node a = pair.get(0);
    Node b = pair.get(1);
    a.connect(b);
    byte[] large = new byte[5_000_000];
    large[4_999_999] = 1;

    a.send(b, "reliable");
    b.send(a, "back");
    awaitLoose(a, b);
    awaitLoose(b, a);
    a.peer().send(b.id(), large, true);

    Node.await("all there", () -> b.texts(a).size() == 2 && a.texts(b).size() == 1);
    assertThat(b.texts(a).get(0)).isEqualTo("reliable");
    assertThat(b.texts(a).get(1).getBytes(UTF_8)).isEqualTo(large);
  }

  /** One may get lost, but each has to be on its way at once. */
  private static void awaitLoose(Node from, Node to) throws Exception {
    long end = System.nanoTime() + Node.DEADLINE.toNanos();
    while (to.loose(from).isEmpty()) {
      assertThat(System.nanoTime()).as("unreliable ones").isLessThan(end);
      assertThat(
              from.peer()
                  .send(to.id(), "loose".getBytes(UTF_8), false)
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS))
          .isEqualTo(SendResult.P2P);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void theRoutingModeDecidesTheWay() throws Exception {
    List<Node> pair = nodes.join(2);
    Node a = pair.get(0);
    Node b = pair.get(1);
    assertThat(a.peer().routingMode()).isEqualTo(RoutingMode.PREFER_P2P);
    assertThat(a.send(b, "1")).isEqualTo(SendResult.RELAY);
    a.peer().routingMode(RoutingMode.P2P_ONLY);
    assertThatThrownBy(() -> a.send(b, "never")).hasMessageContaining("not connected");
    a.connect(b);
    assertThat(a.send(b, "2")).isEqualTo(SendResult.P2P);
    a.peer().routingMode(RoutingMode.SERVER_ONLY);
    assertThat(a.send(b, "3")).isEqualTo(SendResult.RELAY);

    Node.await("all three", () -> b.texts(a).equals(List.of("1", "2", "3")));
  }

  @Test
  void aPeerThatDoesNotExistFailsWithinTheTimeout() {
    Node a = nodes.join(Node.CONFIG.withConnectionTimeout(Duration.ofSeconds(2), 0));

    assertThatThrownBy(
            () ->
                a.peer()
                    .connect("0123456789abcdef")
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS))
        .hasMessageContaining("0123456789abcdef");
    assertThat(a.events(ConnectionFailed.class)).hasSize(1);
  }

  @Test
  void stunAndTurnServersAreAskedWithTheirCredentials() throws Exception {
    try (IceServerStub stun = new IceServerStub();
        IceServerStub turn = new IceServerStub();
        ClaspClient silent = ClaspClient.connect(nodes.relay().uri().toString())) {
      Node a =
          nodes.join(
              Node.CONFIG
                  .withIceServers("stun:" + stun.authority())
                  .withTurnServers(new TurnServer("turn:" + turn.authority(), "anna", "secret")));

      // Once connected, WebRTC asks no server any more.
      a.peer().connect(silent.sessionId());

      stun.awaitBinding();
      assertThat(turn.awaitAuthenticatedAllocation("secret")).isEqualTo("anna");
    }
  }
}
