package to.clasp.client.internal;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of calls may be under way at a time. */
final class Budget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private int waiting;

  Budget(long limit) {
    this.limit = limit;
  }

  /**
   * Takes a part. One call may exceed the limit, so that each fits.
   *
   * @param bytes the part
   * @param nanos how long to wait for room
   * @return false if there was none in time, or the thread was interrupted
   */
  boolean acquire(int bytes, long nanos) {
    return used.addAndGet(bytes) - bytes < limit || awaitRoom(bytes, nanos);
  }

  private synchronized boolean awaitRoom(int bytes, long nanos) {
    used.addAndGet(-bytes);
    long deadline = System.nanoTime() + nanos;
    waiting++;
    try {
      while (used.get() >= limit / 2) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      used.addAndGet(bytes);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting--;
    }
  }

  void release(long bytes) {
    if (bytes > 0 && used.addAndGet(-bytes) < limit / 2 && hasWaiting()) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Seen late, a waiting thread would sleep until its deadline; so it is read under the lock. */
  private synchronized boolean hasWaiting() {
    return waiting > 0;
  }
}
