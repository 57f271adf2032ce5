package to.clasp.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline that a machine under load keeps too. */
public final class Await {
  /** How long a wait may take: twenty seconds. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final long PAUSE_NANOS = 1_000_000;

  private Await() {}

  /**
   * Waits until a condition holds; fails with an {@link AssertionError} if it does not in time.
   *
   * @param condition asked about every millisecond, on this thread
   */
  public static void until(BooleanSupplier condition) {
    until("change to what the condition wants", condition);
  }

  /**
   * Waits until a condition holds; fails with an {@link AssertionError} if it does not in time.
   *
   * @param what is waited for, for the text of the failure
   * @param condition asked about every millisecond, on this thread
   */
  public static void until(String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > DEADLINE.toNanos()) {
        throw new AssertionError("no " + what + " within " + DEADLINE);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
