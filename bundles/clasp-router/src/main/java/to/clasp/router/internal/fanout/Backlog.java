package to.clasp.router.internal.fanout;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what other loops put into an inbox and its loop has not handed over yet. Whoever finds it
 * too large stops producing and asks to be told when there is room again, so that no inbox grows
 * without bound. Safe from any thread.
 */
final class Backlog {
  private static final int HIGH = 65_536;
  private static final int LOW = HIGH / 2;

  private final AtomicInteger entries = new AtomicInteger();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Counts one entry more.
   *
   * @return false if there are too many now
   */
  boolean add() {
    return entries.incrementAndGet() <= HIGH;
  }

  /** Counts entries that were handed over. */
  void removed(int count) {
    entries.addAndGet(-count);
    tellIfRelieved();
  }

  /** Has a task run once there is room; perhaps at once. */
  void whenRelieved(Runnable task) {
    waiting.add(task);
    tellIfRelieved();
  }

  /** Holds up nobody any more, because nothing will be handed over. */
  void giveUp() {
    entries.set(0);
    tellIfRelieved();
  }

  private void tellIfRelieved() {
    if (entries.get() <= LOW && !waiting.isEmpty()) {
      for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
        task.run();
      }
    }
  }
}
