package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent.Connected;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.RoutingMode;

/** Connections that are refused because there are too many, or none are wanted. */
class LimitsTest {
  private final World world = new World();

  @Test
  void whoConnectsTooOftenIsRefused() {
    P2pConfig three = World.CONFIG.withConnectionLimits(10, 3);
    World.Member a = world.join("a");
    World.Member b = world.join("b", three);

    for (int i = 0; i < 10; i++) {
      a.peer.connect("b");
      world.loop.run();
      a.peer.disconnect("b");
      world.loop.run();
    }

    assertThat(b.heard(Connected.class)).hasSize(3);
    assertThat(a.heard(ConnectionFailed.class))
        .hasSize(7)
        .allMatch(failed -> failed.reason().contains("more than 3 connections in a minute"));
    world.pass(Duration.ofSeconds(20));
    a.peer.connect("b");
    world.loop.run();
    assertThat(a.peer.isConnected("b")).isTrue();
  }

  @Test
  void aPeerThatConnectsTooOftenLeavesConnectionsToOthers() {
    World.Member b = world.join("b", World.CONFIG.withConnectionLimits(10, 40));
    World.Member hostile = world.join("hostile", World.CONFIG.withConnectionLimits(10, 10_000));
    World.Member c = world.join("c");

    for (int i = 0; i < 100; i++) {
      hostile.peer.connect("b");
      world.loop.run();
      hostile.peer.disconnect("b");
      world.loop.run();
    }

    assertThat(b.heard(Connected.class)).hasSize(10);
    assertThat(hostile.heard(ConnectionFailed.class))
        .hasSize(90)
        .allMatch(
            failed ->
                failed.reason().contains("more than 10 connections in a minute with one peer"));
    world.connect(c, b);
    assertThat(c.peer.isConnected("b")).isTrue();
  }

  @Test
  void thereAreNoMoreConnectionsThanAllowed() {
    World.Member a = world.join("a", World.CONFIG.withConnectionLimits(1, 100));
    World.Member b = world.join("b");
    world.join("c");
    world.connect(a, b);

    CompletionStage<Void> second = a.peer.connect("c");
    world.loop.run();

    assertThatThrownBy(() -> World.now(second)).hasMessageContaining("no more are allowed");
  }

  @Test
  void inServerOnlyModeNobodyConnects() {
    World.Member a = world.join("a");
    World.Member b = world.join("b", World.CONFIG.withRoutingMode(RoutingMode.SERVER_ONLY));

    CompletionStage<Void> fromA = a.peer.connect("b");
    CompletionStage<Void> fromB = b.peer.connect("a");
    world.loop.run();

    assertThatThrownBy(() -> World.now(fromA)).hasMessageContaining("SERVER_ONLY");
    assertThatThrownBy(() -> World.now(fromB)).hasMessageContaining("SERVER_ONLY");
    assertThat(world.links.all).hasSize(1);
  }
}
