package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.PeerEvent.PeerAnnounced;
import to.clasp.p2p.RemotePeer;
import to.clasp.protocol.Value;

class AnnounceTest {
  private final World world = new World();

  @Test
  void peersHearOfEachOtherWhoeverCameFirstEvenIfTheRouterKeepsNothing() {
    world.router.keepsAnnouncements = false;
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    World.Member c = world.join("c");

    assertThat(a.peer.peers())
        .extracting(RemotePeer::sessionId)
        .containsExactlyInAnyOrder("b", "c");
    assertThat(b.peer.peers())
        .extracting(RemotePeer::sessionId)
        .containsExactlyInAnyOrder("a", "c");
    assertThat(c.peer.peers())
        .extracting(RemotePeer::sessionId)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(c.heard(PeerAnnounced.class)).hasSize(2);
    assertThat(world.router.announcements).hasSize(3);
  }

  @Test
  void aNewcomerOfAnotherKindIsAnsweredByOneAnnouncementForAll() {
    World.Member a = world.join("a");
    for (String id : new String[] {"x", "y", "z"}) {
      a.peer.announced(announcement(id));
    }
    world.loop.run();
    int before = world.router.announcements.size();

    world.pass(Duration.ofSeconds(10));

    assertThat(world.router.announcements).hasSize(before + 1);
    assertThat(a.peer.peers()).hasSize(3);
  }

  @Test
  void aNewcomerIsAnsweredOnceAndTheAnswerIsNot() {
    world.router.keepsAnnouncements = false;
    for (int i = 0; i < 10; i++) {
      world.join("peer" + i);
    }

    assertThat(world.router.count("hello")).isEqualTo(9 * 10 / 2);
  }

  @Test
  void theSameAnnouncementAgainIsNoNews() {
    World.Member a = world.join("a");

    a.peer.announced(announcement("x"));
    a.peer.announced(announcement("x"));
    world.loop.run();

    assertThat(a.heard(PeerAnnounced.class)).hasSize(1);
  }

  @Test
  void announcementsThatAreNoneAreIgnored() {
    World.Member a = world.join("a");

    a.peer.announced(new Value.Map(Map.of()));
    a.peer.announced(announcement("a"));
    a.peer.announced(announcement("x/y"));
    a.peer.announced(announcement("x".repeat(300)));
    world.loop.run();

    assertThat(a.peer.peers()).isEmpty();
  }

  @Test
  void anybodyMayAnnounceThousandsOfPeersWithoutHarm() {
    World.Member a = world.join("a");

    for (int i = 0; i < 20_000; i++) {
      a.peer.announced(announcement("peer" + i));
      world.loop.run();
    }

    assertThat(a.peer.peers()).hasSizeLessThanOrEqualTo(4096);
  }

  private static Value.Map announcement(String id) {
    Map<String, Value> map = new LinkedHashMap<>();
    map.put("session_id", Value.of(id));
    map.put("p2p_capable", Value.of(true));
    return new Value.Map(map);
  }
}
