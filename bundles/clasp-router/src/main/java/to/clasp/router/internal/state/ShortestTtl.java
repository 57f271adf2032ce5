package to.clasp.router.internal.state;

import java.util.concurrent.atomic.AtomicInteger;

/** The shortest time to live that any param was given, in seconds. Safe from any thread. */
public final class ShortestTtl {
  /** No param has a time of its own. */
  public static final int NONE = Integer.MAX_VALUE;

  private final AtomicInteger seconds = new AtomicInteger(NONE);

  void note(int ttlSeconds) {
    if (ttlSeconds < seconds.get()) {
      seconds.accumulateAndGet(ttlSeconds, Math::min);
    }
  }

  public int seconds() {
    return seconds.get();
  }

  /** Forgets; whoever then looks at every param has it noted again. */
  public void reset() {
    seconds.set(NONE);
  }
}
