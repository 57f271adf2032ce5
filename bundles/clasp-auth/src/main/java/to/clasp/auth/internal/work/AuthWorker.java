package to.clasp.auth.internal.work;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Does what is too slow for an event loop: signatures, files. One thread, in order, which goes when
 * there is nothing to do; what it cannot take soon it refuses.
 */
@Component(service = AuthWorker.class)
public final class AuthWorker implements Executor {
  private static final int MOST_WAITING = 4096;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  public AuthWorker() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "clasp-auth");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** What has been taken is still done. */
  @Deactivate
  void close() {
    executor.shutdown();
  }

  /**
   * Takes a task.
   *
   * @param task runs soon
   * @throws RejectedExecutionException if too many wait, or the bundle stops
   */
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }
}
