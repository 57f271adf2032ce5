package to.clasp.discovery.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final long SECONDS = 60;

  @Test
  void aTaskThatFailsDoesNotEndIt() throws Exception {
    try (Loop loop = new Loop()) {
      CompletableFuture<Void> next = new CompletableFuture<>();
      loop.execute(
          () -> {
            throw new IllegalStateException("a mistake");
          });
      loop.execute(() -> loop.after(1, () -> next.complete(null)));
      next.get(SECONDS, TimeUnit.SECONDS);
      assertThat(loop.ended()).isNotDone();
    }
  }

  /** As when classes are gone, because the bundle has been exchanged. */
  @Test
  void whoWaitsForTheEndIsToldAlsoOfOneThatNobodyWanted() throws Exception {
    try (Loop loop = new Loop()) {
      loop.execute(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> {});
            throw new NoClassDefFoundError("as a test");
          });
      loop.ended().get(SECONDS, TimeUnit.SECONDS);
    }
  }
}
