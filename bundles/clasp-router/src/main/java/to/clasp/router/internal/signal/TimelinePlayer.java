package to.clasp.router.internal.signal;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import to.clasp.protocol.Set;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.router.internal.session.SessionDriver;

/**
 * Plays timelines: writes what they are at a moment into the param at their address, as a session
 * of its own that obeys the rules of every other. It has one thread, from the first timeline on.
 */
public final class TimelinePlayer {
  /** After so long it looks at the clock again, which may have been set. */
  private static final long LONGEST_WAIT_MICROS = TimeUnit.SECONDS.toMicros(10);

  private static final long SECOND_MICROS = TimeUnit.SECONDS.toMicros(1);

  private final Function<Executor, SessionDriver> opener;
  private final LongSupplier clock;
  private ScheduledThreadPoolExecutor executor;
  private volatile SessionDriver driver;
  private boolean closed;

  /**
   * @param opener makes the session that writes
   * @param clock the time in µs since 1970-01-01 UTC
   */
  public TimelinePlayer(Function<Executor, SessionDriver> opener, LongSupplier clock) {
    this.opener = opener;
    this.clock = clock;
  }

  /** Plays a timeline until it ends or is cancelled; from any thread. */
  void play(StoredTimeline timeline) {
    if (start()) {
      driver.execute(() -> tick(new Playing(timeline)));
    }
  }

  private synchronized boolean start() {
    if (closed) {
      return false;
    }
    if (executor == null) {
      executor =
          new ScheduledThreadPoolExecutor(
              1, TimelinePlayer::thread, new ThreadPoolExecutor.DiscardPolicy());
    }
    if (driver == null || driver.session().isEnded()) {
      driver = opener.apply(executor);
    }
    return true;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "clasp-router-playback");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops playing. */
  public synchronized void close() {
    closed = true;
    if (executor != null) {
      executor.shutdownNow();
      driver.session().abandon();
    }
  }

  private void tick(Playing playing) {
    StoredTimeline timeline = playing.timeline;
    long now = clock.getAsLong();
    if (timeline.isStopped(now)) {
      return;
    }
    long elapsed = now - timeline.start();
    if (elapsed < 0) {
      later(playing, -elapsed);
      return;
    }
    Timeline.Sample sample = timeline.played().sample(elapsed);
    if (!sample.value().equals(playing.last)) {
      if (driver.isBusy()) {
        later(playing, SECOND_MICROS / timeline.playbackRate());
        return;
      }
      playing.last = sample.value();
      driver.take(Set.of(timeline.address(), sample.value()), 0);
    }
    if (!sample.finished()) {
      later(playing, untilNext(timeline, elapsed));
    }
  }

  /** The times of the samples are counted from the start, and the end is one of them. */
  private static long untilNext(StoredTimeline timeline, long elapsed) {
    long period = SECOND_MICROS / timeline.playbackRate();
    return Math.min(period - elapsed % period, timeline.end() - timeline.start() - elapsed);
  }

  private void later(Playing playing, long micros) {
    executor.schedule(
        () -> driver.execute(() -> tick(playing)),
        Math.min(Math.max(1, micros), LONGEST_WAIT_MICROS),
        TimeUnit.MICROSECONDS);
  }

  /** A timeline and the last value of it that was written. */
  private static final class Playing {
    private final StoredTimeline timeline;
    private Value last;

    Playing(StoredTimeline timeline) {
      this.timeline = timeline;
    }
  }
}
