package to.clasp.itests.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import to.clasp.client.ClaspException;

/** Waits that end. */
final class Waits {
  static final Duration DEADLINE = Duration.ofSeconds(40);

  private Waits() {}

  static <T> T get(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("failed: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("not completed within " + DEADLINE, late);
    }
  }

  /** The reason for which a future fails. */
  static ClaspException failure(CompletableFuture<?> future) throws InterruptedException {
    try {
      Object result = future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("completed with " + result);
    } catch (ExecutionException failed) {
      assertThat(failed.getCause()).isInstanceOf(ClaspException.class);
      return (ClaspException) failed.getCause();
    } catch (TimeoutException late) {
      throw new AssertionError("not completed within " + DEADLINE, late);
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, DEADLINE).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }
}
