package to.clasp.router.internal.session.shape;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import to.clasp.router.internal.RouterTimer;
import to.clasp.router.internal.fanout.Loop;

/** Rings on a loop, by the router's timer. */
final class LoopAlarm implements Alarm {
  /** Nobody notices less, and a client must not keep the timer busy. */
  private static final long MIN_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RouterTimer timer;
  private final Loop loop;
  private final Runnable onAlarm;
  private volatile Future<?> pending;

  LoopAlarm(RouterTimer timer, Loop loop, Runnable onAlarm) {
    this.timer = timer;
    this.loop = loop;
    this.onAlarm = onAlarm;
  }

  @Override
  public void set(long delayNanos) {
    cancel();
    try {
      pending =
          timer.schedule(
              () -> loop.execute(onAlarm),
              Math.max(MIN_DELAY_NANOS, delayNanos),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The router stops, and with it every session.
      pending = null;
    }
  }

  @Override
  public void cancel() {
    Future<?> earlier = pending;
    if (earlier != null) {
      earlier.cancel(false);
    }
  }
}
