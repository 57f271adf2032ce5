package to.clasp.router.internal.state;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The age of the router in whole seconds, read from memory, so that a write can be stamped for
 * nothing. It runs on however the wall clock is set. Safe from any thread.
 */
public final class Ticks {
  private final LongSupplier nanoTime;
  private final long start;
  private volatile int now;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Ticks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** Seconds since the start, as of the last {@link #advance}. */
  public int now() {
    return now;
  }

  /** Reads the clock; called about every second. */
  public void advance() {
    now = (int) TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - start);
  }

  /**
   * Whether more than some seconds have passed since a tick. What happened in that tick happened up
   * to a second after it began, so nothing is ever called older than it is.
   */
  public boolean isLongerAgo(int tick, int seconds) {
    return now - tick > seconds;
  }
}
