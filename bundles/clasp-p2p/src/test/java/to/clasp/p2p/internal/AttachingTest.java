package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.internal.webrtc.WebRtc;

/** How long the native library is held in plain Java. */
class AttachingTest {
  private final AtomicInteger loaded = new AtomicInteger();
  private final ClaspClient client =
      FakeClient.publishing(message -> CompletableFuture.completedFuture(null));

  private final Queue<Runnable> afterPause = new ArrayDeque<>();
  private final Attaching attaching =
      new Attaching(
          () -> {
            loaded.incrementAndGet();
            return new WebRtc();
          },
          afterPause::add);

  private LocalPeer attach() {
    return attaching.attach(client, P2pConfig.DEFAULT);
  }

  /** Whether the library is loaded once more for the next peer. */
  private boolean isEnded() {
    int before = loaded.get();
    attach().close();
    return loaded.get() > before;
  }

  @AfterEach
  void close() {
    attaching.close();
  }

  @Test
  void aClientIsOnePeerAtATime() {
    LocalPeer first = attach();
    assertThatThrownBy(this::attach).hasMessageContaining("already");
    first.close();
    attach().close();
  }

  @Test
  void withoutPeersTheLibraryIsEndedAfterThePause() {
    attach().close();
    assertThat(afterPause).hasSize(1);
    afterPause.remove().run();

    assertThat(afterPause).isEmpty();
    assertThat(isEnded()).isTrue();
  }

  @Test
  void peersThatFollowEachOtherUseTheSameLibrary() {
    attach().close();
    attach().close();
    assertThat(afterPause).hasSize(1);
    afterPause.remove().run();
    assertThat(isEnded()).as("it was used in the pause").isFalse();
    afterPause.remove().run();
    afterPause.remove().run();

    assertThat(isEnded()).isTrue();
  }

  @Test
  void aPeerThatIsOpenAtTheEndOfThePauseKeepsTheLibrary() {
    attach().close();
    LocalPeer open = attach();
    afterPause.remove().run();
    open.close();

    assertThat(isEnded()).isFalse();
    assertThat(afterPause).hasSize(1);
  }
}
