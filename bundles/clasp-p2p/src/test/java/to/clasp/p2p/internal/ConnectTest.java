package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.PeerEvent.Connected;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.PeerEvent.Disconnected;
import to.clasp.p2p.PeerEvent.PeerAnnounced;
import to.clasp.p2p.internal.link.IceCandidate;

class ConnectTest {
  private static final Duration TIMEOUT = World.CONFIG.connectionTimeout();

  private final World world = new World();

  @Test
  void bothSidesHearOfTheConnectionInOrder() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");

    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();

    World.now(connected);
    assertThat(a.events.get(0)).isInstanceOf(PeerAnnounced.class);
    assertThat(a.events.get(1)).isEqualTo(new Connected("b"));
    assertThat(b.heard(Connected.class)).containsExactly(new Connected("a"));
    assertThat(a.peer.isConnected("b")).isTrue();
    assertThat(b.peer.isConnected("a")).isTrue();
    assertThat(world.router.count("connected")).isEqualTo(2);
    assertThat(world.links.all.get(0).candidates).hasSize(1);
    assertThat(world.links.all.get(1).candidates).hasSize(1);
  }

  @Test
  void aSecondConnectReusesTheConnection() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    CompletionStage<Void> again = a.peer.connect("b");
    CompletionStage<Void> back = b.peer.connect("a");
    world.loop.run();

    World.now(again);
    World.now(back);
    assertThat(world.links.all).hasSize(2);
  }

  @Test
  void ofTwoOffersAtTheSameTimeThatOfTheLowerSessionCounts() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");

    CompletionStage<Void> fromA = a.peer.connect("b");
    CompletionStage<Void> fromB = b.peer.connect("a");
    world.loop.run();

    World.now(fromA);
    World.now(fromB);
    assertThat(world.links.open()).isEqualTo(2);
    assertThat(a.heard(Connected.class)).hasSize(1);
    assertThat(b.heard(Connected.class)).hasSize(1);
    assertThat(a.heard(Disconnected.class)).isEmpty();
    assertThat(b.heard(Disconnected.class)).isEmpty();
    assertThat(world.links.all.get(0).closed).isFalse();
  }

  @Test
  void whatDoesNotConnectFailsAtTheTimeoutOnBothSides() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.links.blocked = true;

    CompletionStage<Void> connected = a.peer.connect("b");
    world.pass(TIMEOUT.minusMillis(1));
    assertThat(connected.toCompletableFuture()).isNotDone();
    world.pass(Duration.ofMillis(2));

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("no connection within");
    assertThat(a.heard(ConnectionFailed.class))
        .containsExactly(new ConnectionFailed("b", "no connection within 30000 ms (using relay)"));
    assertThat(b.heard(ConnectionFailed.class)).hasSize(1);
    assertThat(world.links.open()).isZero();
  }

  @Test
  void aPeerThatNeverAnswersFailsAtTheTimeout() {
    World.Member a = world.join("a");
    world.join("b");
    world.router.loses = signal -> signal.type().equals("offer");

    CompletionStage<Void> connected = a.peer.connect("b");
    world.pass(TIMEOUT);

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("no connection within");
  }

  @Test
  void aSessionThatDoesNotExistFailsAtOnce() {
    World.Member a = world.join("a");

    CompletionStage<Void> connected = a.peer.connect("nobody");
    world.loop.run();

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("there is no session");
    world.pass(Duration.ofHours(1));
    assertThat(world.links.all).hasSize(1);
    assertThat(world.links.open()).isZero();
  }

  @Test
  void anAttemptThatFailsEarlyIsRepeatedAndNotForEver() {
    World.Member a = world.join("a");
    world.join("b");
    world.links.blocked = true;
    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();

    for (int attempt = 0; attempt <= World.CONFIG.retries(); attempt++) {
      assertThat(connected.toCompletableFuture()).isNotDone();
      world.links.all.stream()
          .filter(link -> !link.closed)
          .findFirst()
          .orElseThrow()
          .listener
          .failed("ICE found no way");
      world.pass(Duration.ofMillis(600));
    }

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("ICE found no way");
    assertThat(world.router.count("offer")).isEqualTo(1 + World.CONFIG.retries());
  }

  @Test
  void afterAFailureTheDirectWayIsTriedAgainAfterTheRetryInterval() {
    World.Member a = world.join("a");
    world.join("b");
    world.links.blocked = true;
    a.peer.connect("b");
    world.pass(TIMEOUT);
    world.links.blocked = false;

    world.pass(World.CONFIG.retryInterval().minusMillis(1));
    assertThat(a.peer.isConnected("b")).isFalse();
    world.pass(Duration.ofMillis(2));

    assertThat(a.peer.isConnected("b")).isTrue();
  }

  @Test
  void aConnectionThatBreaksIsMadeAnew() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    world.links.all.get(0).breakDown();
    world.pass(Duration.ofSeconds(2));

    assertThat(a.heard(Disconnected.class)).hasSize(1);
    assertThat(a.heard(Connected.class)).hasSize(1);
    assertThat(b.heard(Disconnected.class)).hasSize(1);
    assertThat(b.heard(Connected.class)).hasSize(1);
  }

  @Test
  void disconnectEndsItOnBothSidesForGood() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    b.peer.disconnect("a");
    world.pass(Duration.ofMinutes(5));

    assertThat(a.heard(Disconnected.class)).hasSize(1);
    assertThat(b.heard(Disconnected.class)).hasSize(1);
    assertThat(world.links.all).hasSize(2);
    assertThat(world.links.open()).isZero();
  }

  @Test
  void forgedAndStaleSignalsChangeNothing() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    String first = correlationOf(a, b);
    a.peer.disconnect("b");
    world.loop.run();
    world.connect(a, b);
    int made = world.links.all.size();

    world.router.forge("b", "a", new Signal.Disconnected("b-a-guess", "forged"));
    world.router.forge("b", "a", new Signal.Disconnected(first, "stale"));
    world.router.forge("a", "b", new Signal.Offer(first, "sdp0", Set.of()));
    world.router.forge("b", "a", new Signal.Answer(first, "sdp1", Set.of()));
    world.router.forge("c", "a", new Signal.Connected("c-a-guess"));
    world.router.forge("c", "a", new Signal.Answer("c-a-guess", "sdp1", Set.of()));
    world.router.sent.stream()
        .filter(signal -> signal.to().equals("b") && signal.type().equals("offer"))
        .toList()
        .forEach(duplicate -> world.router.forge("a", "b", SignalReader.read(duplicate.payload())));
    world.loop.run();

    assertThat(world.links.all).hasSize(made);
    assertThat(a.peer.isConnected("b")).isTrue();
    assertThat(b.peer.isConnected("a")).isTrue();
    assertThat(a.peer.isConnected("c")).isFalse();
    assertThat(a.events).isEmpty();
  }

  private String correlationOf(World.Member a, World.Member b) {
    world.connect(a, b);
    return world.router.sent.stream()
        .filter(signal -> signal.type().equals("offer"))
        .map(signal -> ((Signal.Offer) SignalReader.read(signal.payload())).correlation())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void candidatesBeforeTheOfferAreKeptForIt() {
    World.Member a = world.join("a");
    world.join("b");
    IceCandidate early = new IceCandidate("candidate:early", "0", 0);
    world.router.loses = signal -> signal.type().equals("offer");
    a.peer.connect("b");
    world.loop.run();
    Signal.Offer offer =
        (Signal.Offer)
            SignalReader.read(
                world.router.sent.stream()
                    .filter(signal -> signal.type().equals("offer"))
                    .findFirst()
                    .orElseThrow()
                    .payload());

    for (int i = 0; i < 100; i++) {
      world.router.forge("a", "b", new Signal.Candidate(offer.correlation(), early));
    }
    world.router.forge("a", "b", offer);
    world.loop.run();

    assertThat(world.links.all.get(1).candidates).contains(early).hasSizeLessThan(40);
    assertThat(a.peer.isConnected("b")).isTrue();
  }

  @Test
  void anOfferThatIsNoneIsRefusedAndTold() {
    World.Member b = world.join("b");
    world.join("a");

    world.router.forge("a", "b", new Signal.Offer("a-b-1", "nonsense", Set.of()));
    world.loop.run();

    assertThat(b.heard(ConnectionFailed.class)).hasSize(1);
    assertThat(world.router.count("disconnected")).isEqualTo(1);
    assertThat(world.links.open()).isZero();
  }

  @Test
  void aNewSessionOfThisClientConnectsToTheSamePeers() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    a.session.drop();
    world.loop.run();
    assertThat(a.peer.isConnected("b")).isTrue();
    a.session.comeBackAs("a2");
    world.loop.run();

    assertThat(a.heard(Disconnected.class))
        .containsExactly(new Disconnected("b", "this client has a new session"));
    assertThat(a.heard(Connected.class)).containsExactly(new Connected("b"));
    assertThat(b.heard(Disconnected.class)).extracting(Disconnected::peer).containsExactly("a");
    assertThat(b.heard(Connected.class)).containsExactly(new Connected("a2"));
    assertThat(world.links.open()).isEqualTo(2);
  }

  @Test
  void aPeerThatHasLeftIsNotTriedForEver() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    b.session.leave();
    world.links.all.get(0).breakDown();
    world.links.blocked = true;

    world.pass(Duration.ofHours(1));

    assertThat(world.router.count("offer")).isEqualTo(2);
    assertThat(a.peer.peers()).isEmpty();
  }

  @Test
  void withoutTheLibraryConnectingFailsWithTheReasonOnBothSides() {
    FakeLinks none = new FakeLinks(world.loop);
    none.inactive = "libpulse.so.0 is missing";
    World.Member a = world.join("a", World.CONFIG, none);
    World.Member b = world.join("b");

    CompletionStage<Void> fromA = a.peer.connect("b");
    CompletionStage<Void> fromB = b.peer.connect("a");
    world.loop.run();

    assertThatThrownBy(() -> World.now(fromA)).hasMessageContaining("libpulse.so.0");
    assertThatThrownBy(() -> World.now(fromB)).hasMessageContaining("no WebRTC");
  }

  @Test
  void closingTellsTheOthers() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    a.peer.close();
    world.loop.run();

    assertThat(b.heard(Disconnected.class)).hasSize(1);
    assertThat(b.peer.peers()).isEmpty();
    assertThat(world.links.open()).isZero();
    assertThatThrownBy(() -> World.now(a.peer.connect("b"))).hasMessageContaining("closed");
    assertThatThrownBy(() -> World.now(a.send(b, "late", true))).hasMessageContaining("closed");
  }
}
