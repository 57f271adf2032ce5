package to.clasp.p2p.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import to.clasp.protocol.Value;

class ClientSignallingTest {
  private static final Value.Map EMPTY = new Value.Map(Map.of());

  private final List<String> published = new CopyOnWriteArrayList<>();
  private final CountDownLatch network = new CountDownLatch(1);
  private final ClientSignalling signalling =
      new ClientSignalling(
          FakeClient.publishing(
              message -> {
                await(network);
                published.add(message.address());
                return CompletableFuture.completedFuture(null);
              }));

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(60)
  void aClientThatHoldsItsCallersDoesNotHoldThePeer() throws Exception {
    CompletableFuture<Void> first = signalling.signal("x", EMPTY).toCompletableFuture();
    CompletableFuture<Void> second = signalling.announce(EMPTY).toCompletableFuture();
    assertThat(first).isNotDone();
    network.countDown();

    second.get(30, TimeUnit.SECONDS);
    assertThat(first).isCompleted();
    assertThat(published).containsExactly("/clasp/p2p/signal/x", "/clasp/p2p/announce");
    signalling.close();
  }

  /** Whoever announces many peers has each of them greeted. */
  @Test
  void noMoreThanSoManyMessagesWaitForAClientThatHoldsItsCallers() {
    CompletableFuture<Void> last = new CompletableFuture<>();
    for (int i = 0; i < 100_000 && !last.isDone(); i++) {
      last = signalling.signal("x", EMPTY).toCompletableFuture();
    }

    network.countDown();
    assertThat(last).isCompletedExceptionally();
    assertThatThrownBy(last::join).hasMessageContaining("wait for the router");
    signalling.close();
  }

  @Test
  void theLastWordsAreSaidBeforeTheEndAndNothingAfterIt() {
    network.countDown();
    signalling.announce(EMPTY);
    signalling.close();

    assertThat(published).containsExactly("/clasp/p2p/announce");
    assertThatThrownBy(() -> signalling.announce(EMPTY).toCompletableFuture().join())
        .hasMessageContaining("closed");
  }
}
