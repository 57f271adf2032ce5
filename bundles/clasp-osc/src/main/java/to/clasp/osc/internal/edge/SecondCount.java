package to.clasp.osc.internal.edge;

import java.util.concurrent.TimeUnit;

/** Counts what happens in a second. Used on one event loop. */
final class SecondCount {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long began = System.nanoTime();
  private int count;

  /** Counts one more; false if it is one too many in this second. */
  boolean admits(int most) {
    return admits(most, System.nanoTime());
  }

  boolean admits(int most, long now) {
    if (now - began >= SECOND) {
      began = now;
      count = 0;
    }
    if (count >= most) {
      return false;
    }
    count++;
    return true;
  }
}
