package to.clasp.itests.karaf;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that happens in another thread. */
final class Waiting {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(90);

  private Waiting() {}

  static <T> T untilPresent(String what, Supplier<Optional<T>> source) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      Optional<T> found = source.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 90 s: " + what);
      }
      Thread.sleep(10);
    }
  }

  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    untilPresent(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
