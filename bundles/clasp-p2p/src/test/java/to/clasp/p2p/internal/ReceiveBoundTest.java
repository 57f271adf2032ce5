package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.internal.wire.Kind;
import to.clasp.p2p.internal.wire.Packet;
import to.clasp.protocol.Value;

/** What one client keeps of messages of which it got only a part. */
class ReceiveBoundTest {
  private static final int MIB = 1024 * 1024;
  private static final byte DATA = 1;

  private final World world = new World();

  @Test
  void partsThatManyPeersSendAreAcknowledgedUpToABoundInAll() {
    world.join("victim");
    for (int peer = 0; peer < 10; peer++) {
      world.join("p" + peer);
      for (int part = 0; part < 15; part++) {
        world.router.forge("p" + peer, "victim", new Signal.Relay(part(part), true, true));
        world.loop.run();
      }
    }
    world.pass(Duration.ofSeconds(1));

    assertThat(acknowledged()).hasSize(10);
    assertThat(acknowledged().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(48);
  }

  @Test
  void offersThatWaitForTheLoopAreBoundedByTheirSize() {
    world.join("victim", World.CONFIG.withRoutingMode(RoutingMode.SERVER_ONLY));
    world.join("peer");
    String sdp = "x".repeat(50_000);
    for (int i = 0; i < 5000; i++) {
      world.router.forge("peer", "victim", new Signal.Offer("peer-victim-" + i, sdp, Set.of()));
    }
    world.loop.run();

    assertThat(world.router.count("disconnected")).isBetween(300L, 700L);
  }

  private Map<String, Integer> acknowledged() {
    Map<String, Integer> next = new HashMap<>();
    for (FakeRouter.Sent sent : world.router.sent) {
      if (sent.payload().entries().get("data") instanceof Value.Bytes data) {
        Packet packet = Packet.parse(data.toArray());
        assertThat(packet.kind()).isEqualTo(Kind.ACK);
        next.put(sent.to(), packet.sequence());
      }
    }
    return next;
  }

  private static byte[] part(int index) {
    ByteBuffer packet = ByteBuffer.allocate(Packet.HEADER + MIB);
    packet.put(DATA).put((byte) 0).putShort((short) 1).putInt(index);
    packet.putShort((short) index).putShort((short) 16);
    return packet.array();
  }
}
