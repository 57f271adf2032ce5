package to.clasp.router.internal.session;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import to.clasp.router.internal.RouterTimer;

/**
 * Tells sessions that their rights have expired, to the millisecond, and within a second if the
 * clock was set forward. Only those that expire within a second have a timer; the others cost a
 * place in an order, of which the first is looked at every second. Safe from any thread.
 */
public final class Expiries {
  private static final long TICK_MICROS = TimeUnit.SECONDS.toMicros(1);

  private static final class Watch {
    private final long due;
    private final long number;
    private final Runnable onExpiry;
    private volatile boolean cancelled;

    Watch(long due, long number, Runnable onExpiry) {
      this.due = due;
      this.number = number;
      this.onExpiry = onExpiry;
    }
  }

  private final RouterTimer timer;
  private final LongSupplier clock;
  private final TreeSet<Watch> waiting =
      new TreeSet<>(
          Comparator.<Watch>comparingLong(it -> it.due).thenComparingLong(it -> it.number));
  private long added;

  /**
   * @param clock the time in µs since 1970-01-01 UTC
   */
  public Expiries(RouterTimer timer, LongSupplier clock) {
    this.timer = timer;
    this.clock = clock;
  }

  /**
   * Has a task run when a time has come.
   *
   * @param due µs since 1970-01-01 UTC, 0 or more
   * @param onExpiry run once, on the timer's thread or at once on this one; short, does not throw
   * @return to be run when it is not wanted any more
   */
  Runnable watch(long due, Runnable onExpiry) {
    Watch watch;
    boolean isSoon = isSoon(due);
    synchronized (this) {
      watch = new Watch(due, added++, onExpiry);
      if (!isSoon) {
        waiting.add(watch);
      }
    }
    if (isSoon) {
      look(watch);
    }
    return () -> cancel(watch);
  }

  /** How many wait that do not expire soon. */
  public synchronized int size() {
    return waiting.size();
  }

  private boolean isSoon(long due) {
    return due - clock.getAsLong() <= TICK_MICROS;
  }

  private synchronized void cancel(Watch watch) {
    watch.cancelled = true;
    waiting.remove(watch);
  }

  /** Another second is over. */
  public void onTick() {
    for (Watch next = pollSoon(); next != null; next = pollSoon()) {
      look(next);
    }
  }

  private synchronized Watch pollSoon() {
    return waiting.isEmpty() || !isSoon(waiting.first().due) ? null : waiting.pollFirst();
  }

  private void look(Watch watch) {
    if (watch.cancelled) {
      return;
    }
    long wait = watch.due - clock.getAsLong();
    if (wait <= 0) {
      watch.onExpiry.run();
    } else {
      timer.schedule(() -> look(watch), Math.min(wait, TICK_MICROS), TimeUnit.MICROSECONDS);
    }
  }
}
