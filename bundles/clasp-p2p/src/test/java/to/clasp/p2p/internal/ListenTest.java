package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerEvent.PeerAnnounced;

class ListenTest {
  private final World world = new World();
  private final List<PeerEvent> heard = new ArrayList<>();

  @Test
  void whoListensLateHearsWhoIsThere() {
    World.Member a = world.join("a");
    world.join("b");

    a.peer.listen(heard::add);
    world.join("c");

    assertThat(heard).hasOnlyElementsOfType(PeerAnnounced.class);
    assertThat(heard).extracting(PeerEvent::peer).containsExactly("b", "c");
  }

  @Test
  void whoHasEndedItHearsNothing() throws Exception {
    World.Member a = world.join("a");
    world.join("b");

    AutoCloseable listening = a.peer.listen(heard::add);
    listening.close();
    world.join("c");

    assertThat(heard).isEmpty();
  }

  @Test
  void nobodyIsNoListener() {
    World.Member a = world.join("a");

    assertThatNullPointerException().isThrownBy(() -> a.peer.listen(null));
  }

  @Test
  void aListenerThatFailsHindersNothing() {
    World.Member a = world.join("a");
    World.Member b = world.join("b");
    a.peer.listen(
        event -> {
          throw new AssertionError("on purpose");
        });
    a.peer.listen(heard::add);

    CompletionStage<Void> connected = a.peer.connect("b");
    world.loop.run();

    World.now(connected);
    assertThat(heard).contains(new PeerEvent.Connected("b"));
    assertThat(b.peer.isConnected("a")).isTrue();
  }
}
