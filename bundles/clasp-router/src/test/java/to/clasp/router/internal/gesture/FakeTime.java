package to.clasp.router.internal.gesture;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import to.clasp.router.internal.RouterTimer;

/** A clock and its timer that go on when the test says so; the timer is late by a given time. */
final class FakeTime implements RouterTimer {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private final long lateness;

  private long now = 0;

  FakeTime(long latenessNanos) {
    lateness = latenessNanos;
  }

  long nanos() {
    return now;
  }

  /** How many tasks wait. */
  int armed() {
    tasks.removeIf(CompletableFuture::isCancelled);
    return tasks.size();
  }

  void pass(long nanos) {
    long end = now + nanos;
    for (Task next = tasks.peek(); next != null && next.at - end <= 0; next = tasks.peek()) {
      tasks.poll();
      now = next.at;
      if (!next.isCancelled()) {
        next.task.run();
      }
    }
    now = end;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Task scheduled = new Task(task, now + unit.toNanos(delay) + lateness);
    tasks.add(scheduled);
    return scheduled;
  }

  private static final class Task extends CompletableFuture<Void> implements ScheduledFuture<Void> {
    private final Runnable task;
    private final long at;

    Task(Runnable task, long at) {
      this.task = task;
      this.at = at;
    }

    long at() {
      return at;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
