package to.clasp.testkit;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;

/** One event loop: a thread that runs the tasks of its connections one after the other. */
final class MemoryLoop implements Executor {
  private static final int SHIFTS = 64;

  private final ThreadPoolExecutor pool;
  private final Consumer<Throwable> failures;
  private final byte[] scratch = new byte[Limits.LARGEST_FRAME + SHIFTS];
  private volatile Thread thread;
  private int shift;

  MemoryLoop(String name, Consumer<Throwable> failures) {
    this.failures = failures;
    this.pool =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread created = new Thread(task, name);
              created.setDaemon(true);
              thread = created;
              return created;
            });
    pool.prestartCoreThread();
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable failure) {
            failures.accept(failure);
          }
        });
  }

  /** For tasks that are pointless once the transport has stopped. */
  void executeIfRunning(Runnable task) {
    try {
      execute(task);
    } catch (RejectedExecutionException stopped) {
      // nobody is left to see the effect of the task
    }
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /**
   * Lends the frame to the handler at a place that changes from call to call, and spoils it
   * afterwards: a handler that keeps the buffer or ignores the offset shows at once.
   */
  void lend(Frame frame, ConnectionHandler to) {
    shift = (shift + 7) % SHIFTS;
    int offset = shift;
    System.arraycopy(frame.bytes(), 0, scratch, offset, frame.length());
    try {
      to.onFrame(scratch, offset, frame.length());
    } finally {
      Arrays.fill(scratch, offset, offset + frame.length(), (byte) 0xDB);
    }
  }

  void shutdown() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        failures.accept(new IllegalStateException("a task still runs on " + thread.getName()));
        pool.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
