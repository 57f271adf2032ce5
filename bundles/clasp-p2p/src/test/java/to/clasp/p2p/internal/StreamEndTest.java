package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;

/** What becomes of a reliable stream when it cannot go on. */
class StreamEndTest {
  private static final byte[] LARGE = new byte[2 * 1024 * 1024];
  private final World world = new World();

  @Test
  void aMessageOfWhichAPartWasSentFailsWhenThatSessionIsGone() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    b.session.leave();

    CompletionStage<SendResult> half = a.peer.send("b", LARGE, true);
    world.loop.run();

    assertThatThrownBy(() -> World.now(half)).hasMessageContaining("there is no session b");
  }

  @Test
  void aMessageOfWhichAPartWasAcknowledgedFailsWhenNoWayComesBack() {
    World.Member a = world.join("a", World.CONFIG.withRoutingMode(RoutingMode.P2P_ONLY));
    World.Member b = world.join("b");
    world.connect(a, b);
    CompletionStage<SendResult> half = a.peer.send("b", LARGE, true);
    world.links.all.get(0).fullAfter(3);
    world.pass(Duration.ofSeconds(1));
    assertThat(half.toCompletableFuture()).isNotDone();

    b.peer.disconnect("a");
    world.pass(Duration.ofMinutes(2));

    assertThat(half.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void afterAStreamWasGivenUpTheNextMessagesArrive() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    a.sent(b, "first");
    world.pass(Duration.ofSeconds(1));
    world.router.loses = signal -> signal.type().equals("relay");
    a.sent(b, "lost");
    world.pass(Duration.ofMinutes(2));
    assertThat(a.heard(ConnectionFailed.class)).hasSize(1);
    world.router.loses = signal -> false;

    a.sent(b, "after");
    world.pass(Duration.ofMinutes(2));

    assertThat(b.texts()).containsExactly("first", "after");
    assertThat(a.heard(ConnectionFailed.class)).hasSize(1);
  }
}
