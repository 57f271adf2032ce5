package to.clasp.router.internal.expiry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.state.ShortestTtl;
import to.clasp.router.internal.state.State;
import to.clasp.router.internal.state.StateSettings;

/**
 * Sweeps the state from time to time, four times within the shortest time to live, but at most once
 * a second and at least once a minute. Its work is done in pieces on a loop without sessions. When
 * subscribers were told much, or another loop cannot keep up, the rest is put off to the next
 * second.
 */
public final class Sweeper {
  private static final int MOST_SECONDS = 60;
  private static final int SWEEPS_PER_TTL = 4;

  private final State state;
  private final SessionTable sessions;
  private final Fanout fanout;
  private final Loop loop;
  private final Supplier<StateSettings> settings;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile int last;
  private volatile Sweep current;
  private volatile boolean failed;

  /**
   * @param loop belongs to the sweeper alone
   */
  public Sweeper(
      State state,
      SessionTable sessions,
      Fanout fanout,
      Loop loop,
      Supplier<StateSettings> settings) {
    this.fanout = fanout;
    this.state = state;
    this.sessions = sessions;
    this.loop = loop;
    this.settings = settings;
  }

  /** Another second is over. Quick, on any thread. */
  public void onTick() {
    state.ticks().advance();
    if ((current != null || isDue()) && running.compareAndSet(false, true)) {
      handOver();
    }
  }

  /** If the executor does not take the piece, the next second tries again. */
  private void handOver() {
    boolean taken = false;
    try {
      taken = loop.executeIfRunning(this::runPiece);
    } finally {
      if (!taken) {
        running.set(false);
      }
    }
  }

  /**
   * A sweep that failed may have been about to note a time to live that nobody else knows of, so
   * another one is due at once.
   */
  private boolean isDue() {
    if (failed) {
      return true;
    }
    int shortest = shortestTtl();
    int period = Math.max(1, Math.min(MOST_SECONDS, shortest / SWEEPS_PER_TTL));
    return shortest != ShortestTtl.NONE && state.ticks().now() - last >= period;
  }

  private int shortestTtl() {
    StateSettings now = settings.get();
    return Math.min(
        state.shortestTtl().seconds(),
        Math.min(orNone(now.paramTtlSeconds()), orNone(now.signalTtlSeconds())));
  }

  private static int orNone(int seconds) {
    return seconds == 0 ? ShortestTtl.NONE : seconds;
  }

  private void runPiece() {
    boolean goOn = false;
    boolean done = false;
    try {
      goOn = step();
      done = true;
    } finally {
      failed = !done;
      if (!goOn) {
        running.set(false);
      }
    }
    if (goOn) {
      handOver();
    }
  }

  private boolean step() {
    Sweep sweep = current;
    // If a piece fails, the next second begins a new sweep rather than failing there again.
    current = null;
    if (sweep == null) {
      last = state.ticks().now();
      sweep = new Sweep(state, sessions, fanout, loop, settings.get());
    }
    if (!sweep.step()) {
      return false;
    }
    current = sweep;
    return loop.takeBehind() == null && !sweep.hasToldEnough();
  }
}
