package to.clasp.router.internal.bundle;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.RouterTimer;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.session.SessionPart;

/**
 * The bundles of one session that wait for their time; those of the same time keep their order. It
 * has one timer, armed for the first of them. Used by the session's loop only.
 */
public final class ScheduledBundles implements SessionPart {
  /** The clock may be set meanwhile, so nobody sleeps longer than this without looking at it. */
  private static final long LONGEST_WAIT = 1_000_000;

  /** How soon to look again whether the loops that receive have caught up. */
  private static final long HELD_UP_WAIT = 5000;

  /** Messages of bundles that are carried out before others have their turn. */
  private static final int MESSAGES_PER_TURN = 1000;

  /** What carries out a bundle that is due. */
  public interface Execution {
    /**
     * Carries out a bundle.
     *
     * @throws ProtocolException if it is refused
     */
    void execute(Bundle bundle);
  }

  private record Waiting(Bundle bundle, long number, int messages, int bytes) {
    long time() {
      return bundle.timestamp();
    }
  }

  private final SessionDriver driver;
  private final RouterTimer timer;
  private final LongSupplier clock;
  private final Execution execution;
  private final Queue<Waiting> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::time).thenComparingLong(Waiting::number));
  private long bytes;
  private long added;
  private long armedFor;
  // Cancelled from any thread when the session ends.
  private volatile ScheduledFuture<?> armed;

  /**
   * @param clock the time in µs since 1970-01-01 UTC
   */
  public ScheduledBundles(
      SessionDriver driver, RouterTimer timer, LongSupplier clock, Execution execution) {
    this.driver = driver;
    this.timer = timer;
    this.clock = clock;
    this.execution = execution;
  }

  /**
   * Keeps a bundle until its time.
   *
   * @param bundle a bundle with a time
   * @param messages how many messages it holds
   * @param size their size in bytes
   * @throws ProtocolException if it is too far ahead, or too many wait already
   */
  public void add(Bundle bundle, int messages, int size, BundleLimits limits) {
    requireWithin(bundle.timestamp(), limits);
    if (queue.size() >= limits.maxScheduled()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "a session has at most " + limits.maxScheduled() + " scheduled bundles");
    }
    if (bytes + size > limits.maxScheduledBytes()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "the scheduled bundles of a session take at most "
              + limits.maxScheduledBytes()
              + " bytes");
    }
    bytes += size;
    queue.add(new Waiting(bundle, added++, messages, size));
    arm();
  }

  private void requireWithin(long time, BundleLimits limits) {
    long horizon = clock.getAsLong() + TimeUnit.SECONDS.toMicros(limits.maxScheduleSeconds());
    if (Long.compareUnsigned(time, horizon) > 0) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "a bundle is scheduled at most " + limits.maxScheduleSeconds() + " s ahead");
    }
  }

  private void arm() {
    Waiting first = queue.peek();
    if (first != null) {
      arm(first.time(), first.time() - clock.getAsLong());
    }
  }

  private void arm(long time, long wait) {
    if (armed != null) {
      if (time >= armedFor) {
        return;
      }
      armed.cancel(false);
    }
    armedFor = time;
    armed =
        timer.schedule(
            () -> driver.perform(this::onTimer),
            Math.min(Math.max(wait, 0), LONGEST_WAIT),
            TimeUnit.MICROSECONDS);
    if (driver.session().isEnded()) {
      end();
    }
  }

  private void onTimer() {
    armed = null;
    executeDue();
  }

  private void executeDue() {
    if (driver.isAheadOfOthers()) {
      arm(Long.MIN_VALUE, HELD_UP_WAIT);
      return;
    }
    int messages = 0;
    while (isDue(queue.peek())) {
      if (messages >= MESSAGES_PER_TURN) {
        driver.perform(this::executeDue);
        return;
      }
      messages += 1 + executeFirst();
    }
    arm();
  }

  private boolean isDue(Waiting first) {
    return first != null && first.time() <= clock.getAsLong();
  }

  private int executeFirst() {
    Waiting first = queue.poll();
    bytes -= first.bytes();
    driver.attempt(() -> execution.execute(first.bundle()));
    return first.messages();
  }

  @Override
  public void end() {
    ScheduledFuture<?> current = armed;
    if (current != null) {
      current.cancel(false);
    }
  }
}
