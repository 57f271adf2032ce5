package to.clasp.transport.jdk.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that runs everything about its connections, one task after the other. */
final class Loop implements Executor {
  private final ScheduledThreadPoolExecutor executor;
  private volatile Thread thread;

  Loop(String name) {
    executor = new ScheduledThreadPoolExecutor(1, task -> start(task, name));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread start(Runnable task, String name) {
    thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Runs a task soon.
   *
   * @throws RejectedExecutionException when the loop has ended
   */
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** As {@link #execute}; when the loop has ended there is nobody left to tell. */
  void executeIfRunning(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException ended) {
      // every connection of the loop is closed
    }
  }

  Future<?> schedule(Runnable task, long nanos) {
    return executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the thread when it has run what is waiting now. */
  void end() {
    executor.shutdown();
  }
}
