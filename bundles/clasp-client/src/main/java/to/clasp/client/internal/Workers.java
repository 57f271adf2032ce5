package to.clasp.client.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads on which calls fail that are late, and connections are made. Beside the executor for
 * callbacks, because a callback may wait for just that; and several, because what depends on a
 * future may wait for another one.
 */
final class Workers implements Executor {
  private static final int MOST = 256;
  private static final long IDLE_SECONDS = 1;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Workers::daemon,
          new ThreadPoolExecutor.CallerRunsPolicy());

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "clasp-client-worker");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }
}
