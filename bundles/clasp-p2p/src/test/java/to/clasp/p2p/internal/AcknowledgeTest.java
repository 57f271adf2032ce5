package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.RoutingMode;

/** Which way acknowledgements go where only direct messages are wanted. */
class AcknowledgeTest {
  private final World world = new World();
  private final World.Member a = world.join("a", only());
  private final World.Member b = world.join("b", only());

  private static P2pConfig only() {
    return World.CONFIG.withRoutingMode(RoutingMode.P2P_ONLY);
  }

  @Test
  void whatCameDirectlyIsAcknowledgedWhenThereIsADirectWayAgain() {
    world.connect(a, b);
    a.sent(b, "just before");

    world.links.interrupt(true);
    world.pass(Duration.ofSeconds(3));
    assertThat(b.texts()).containsExactly("just before");
    assertThat(world.router.count("relay")).isZero();
    int before = world.links.all.get(1).sent.size();
    world.links.interrupt(false);
    world.loop.run();

    assertThat(world.links.all.get(1).sent).hasSize(before + 1);
    assertThat(world.router.count("relay")).isZero();
  }

  @Test
  void whatCameByTheRouterIsAcknowledgedThere() {
    a.peer.routingMode(RoutingMode.PREFER_P2P);
    a.sent(b, "by the router");
    world.pass(Duration.ofMinutes(3));

    assertThat(b.texts()).containsExactly("by the router");
    assertThat(a.heard(ConnectionFailed.class)).isEmpty();
    assertThat(world.router.count("relay")).isEqualTo(2);
  }

  @Test
  void whatCameByTheRouterIsAcknowledgedDirectlyIfThatIsPossible() {
    world.connect(a, b);
    a.peer.routingMode(RoutingMode.SERVER_ONLY);
    a.sent(b, "by the router");
    world.pass(Duration.ofSeconds(1));

    assertThat(b.texts()).containsExactly("by the router");
    assertThat(world.router.count("relay")).isEqualTo(1);
  }
}
