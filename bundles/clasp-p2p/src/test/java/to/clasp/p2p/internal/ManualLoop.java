package to.clasp.p2p.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import to.clasp.p2p.internal.link.Loop;

/** A loop whose time the test decides on. Used by one thread. */
final class ManualLoop implements Loop {
  private record Timer(long at, long number, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long now;
  private long count;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    Timer timer = new Timer(now + delay.toNanos(), count++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void close() {
    run();
  }

  /** Does all that is to be done now. */
  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Lets time pass. */
  void advance(Duration time) {
    long end = now + time.toNanos();
    run();
    while (!timers.isEmpty() && timers.element().at() <= end) {
      Timer timer = timers.remove();
      now = Math.max(now, timer.at());
      timer.task().run();
      run();
    }
    now = end;
  }
}
