package to.clasp.router.internal;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The router's one timer thread, which only hands tasks on to loops. Safe from any thread. */
public interface RouterTimer {

  /**
   * Has a task run later, on the timer's thread. It must be short and must not throw.
   *
   * @return to cancel it
   */
  ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit);
}
