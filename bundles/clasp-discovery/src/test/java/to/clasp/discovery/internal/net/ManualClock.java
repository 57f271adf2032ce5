package to.clasp.discovery.internal.net;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so. */
public final class ManualClock implements Clock {
  private record Task(long due, long number, Runnable run) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
  private long now = 1_000_000;
  private long number;

  @Override
  public long millis() {
    return now;
  }

  @Override
  public Runnable after(long millis, Runnable run) {
    Task task = new Task(now + Math.max(0, millis), number++, run);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Lets time pass, and does what becomes due. */
  public void pass(long millis) {
    long end = now + millis;
    while (!tasks.isEmpty() && tasks.peek().due() <= end) {
      Task next = tasks.poll();
      now = next.due();
      next.run().run();
    }
    now = end;
  }
}
