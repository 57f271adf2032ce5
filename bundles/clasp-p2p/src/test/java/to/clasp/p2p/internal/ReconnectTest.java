package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.PeerEvent.Disconnected;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.link.PeerLink;

/** Connections that one side sees otherwise than the other, or that begin at a bad time. */
class ReconnectTest {
  private final World world = new World();

  @Test
  void aFailureThatThePeerSeesFirstIsNoRefusal() {
    World.Member a = world.join("a");
    world.join("b");
    world.links.blocked = true;
    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();

    world.links.all.get(1).listener.failed("ICE found no way to the peer");
    world.loop.run();
    world.links.blocked = false;
    world.pass(Duration.ofSeconds(1));

    World.now(connected);
    assertThat(a.peer.isConnected("b")).isTrue();
  }

  @Test
  void aPeerThatGivesUpEarlierIsTriedAgainAfterTheRetryInterval() {
    World.Member a = world.join("a", World.CONFIG.withConnectionTimeout(Duration.ofSeconds(20), 0));
    world.join("b", World.CONFIG.withConnectionTimeout(Duration.ofSeconds(10), 0));
    world.links.blocked = true;
    a.peer.connect("b");
    world.pass(Duration.ofSeconds(15));
    assertThat(a.heard(ConnectionFailed.class)).hasSize(1);
    world.links.blocked = false;

    world.pass(World.CONFIG.retryInterval());

    assertThat(a.peer.isConnected("b")).isTrue();
  }

  @Test
  void whatWaitsGoesThroughTheRouterWhenThePeerConnectsAnewAndIsRefused() {
    World.Member a = world.join("a", World.CONFIG.withConnectionLimits(10, 1));
    World.Member b = world.join("b");
    world.connect(a, b);
    world.links.all.get(0).full = true;
    CompletionStage<SendResult> waiting = a.send(b, "waiting", false);
    world.loop.run();
    assertThat(waiting.toCompletableFuture()).isNotDone();

    world.router.forge("b", "a", new Signal.Offer("b-a-2", "sdp", Set.of()));
    world.loop.run();

    assertThat(World.now(waiting)).isEqualTo(SendResult.RELAY);
    assertThat(b.texts()).containsExactly("waiting");
  }

  @Test
  void anOfferThatGotLostDoesNotHinderThatOfThePeer() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.router.loses = signal -> signal.type().equals("offer");
    a.peer.connect("b");
    world.pass(Duration.ofSeconds(6));
    world.router.loses = signal -> false;

    CompletionStage<Void> connected = b.peer.connect("a");
    world.loop.run();

    World.now(connected);
    assertThat(a.peer.isConnected("b")).isTrue();
    assertThat(world.links.open()).isEqualTo(2);
  }

  @Test
  void aPeerThatBeginsAnewWhileConnectingIsAnswered() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.links.blocked = true;
    a.peer.connect("b");
    world.loop.run();
    world.router.loses = signal -> signal.type().equals("disconnected");
    b.peer.disconnect("a");
    world.loop.run();
    world.links.blocked = false;

    b.peer.connect("a");
    world.loop.run();

    assertThat(a.peer.isConnected("b")).isTrue();
    assertThat(b.peer.isConnected("a")).isTrue();
  }

  @Test
  void aLibraryThatFailsUnexpectedlyIsTold() {
    FakeLinks broken =
        new FakeLinks(world.loop) {
          @Override
          public PeerLink open(P2pConfig config, Loop own, PeerLink.Listener listener) {
            throw new IllegalStateException("out of sockets");
          }
        };
    World.Member a = world.join("a", World.CONFIG, broken);
    world.join("b");

    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("out of sockets");
    assertThat(a.heard(ConnectionFailed.class)).hasSize(1);
  }

  @Test
  void aLibraryThatFailsAtAnOfferIsToldToThePeerAtOnce() {
    FakeLinks broken =
        new FakeLinks(world.loop) {
          @Override
          public PeerLink open(P2pConfig config, Loop own, PeerLink.Listener listener) {
            throw new IllegalStateException("out of sockets");
          }
        };
    World.Member a = world.join("a");
    world.join("b", World.CONFIG, broken);

    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("out of sockets");
  }

  @Test
  void anOfferThatCannotBeSentIsRepeatedAndThenFails() {
    World.Member a = world.join("a");
    world.join("b");
    world.router.refuses = signal -> signal.type().equals("offer");

    CompletionStage<Void> connected = a.peer.connect("b");
    world.pass(Duration.ofSeconds(5));

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("no room");
    assertThat(world.links.all).hasSize(1 + World.CONFIG.retries());
    assertThat(world.links.open()).isZero();
  }

  @Test
  void anInterruptedConnectionEndsWhenTheRouterKnowsThePeerNoMore() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    b.session.leave();
    world.links.interrupt(true);

    a.send(b, "lost", true);
    world.loop.run();

    assertThat(a.heard(Disconnected.class))
        .containsExactly(new Disconnected("b", "there is no session b"));
    world.pass(Duration.ofHours(1));
    assertThat(world.router.count("offer")).isEqualTo(1);
  }

  @Test
  void aConnectionThatWorksStaysWhenTheRouterKnowsThePeerNoMore() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);

    a.peer.unreachable("b");
    world.loop.run();

    assertThat(a.sent(b, "still there")).isEqualTo(SendResult.P2P);
  }

  @Test
  void aPeerThatDisconnectsBetweenTwoAttemptsIsNotAskedAgain() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.links.blocked = true;
    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();
    world.links.all.get(0).listener.failed("ICE found no way to the peer");

    b.peer.disconnect("a");
    world.pass(Duration.ofHours(1));

    assertThatThrownBy(() -> World.now(connected)).hasMessageContaining("the peer refuses");
    assertThat(world.router.count("offer")).isEqualTo(1);
  }

  @Test
  void anOfferThatComesWhileAPeerClosesOpensNothing() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    world.connect(a, b);
    b.peer.listen(
        event -> {
          if (event instanceof Disconnected) {
            world.router.forge("a", "b", new Signal.Offer("a-b-2", "sdp0", Set.of()));
          }
        });

    b.peer.close();
    world.loop.run();

    assertThat(world.links.all).hasSize(2);
    assertThat(world.links.open()).isZero();
  }
}
