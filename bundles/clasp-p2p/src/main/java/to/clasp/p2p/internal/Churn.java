package to.clasp.p2p.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Bounds how many things are begun in a minute: a full minute's worth at once, then evenly. */
final class Churn {
  private static final int SHARES = 4;

  /** So that a small bound does not keep one peer from trying again. */
  private static final int LEAST_SHARE = 10;

  private final int perMinute;
  private final LongSupplier clock;
  private double left;
  private long last;

  /** What one peer may take of so many in all: one that keeps connecting leaves some to others. */
  static Churn ofOnePeer(int allPerMinute, LongSupplier clock) {
    return new Churn(Math.min(allPerMinute, Math.max(LEAST_SHARE, allPerMinute / SHARES)), clock);
  }

  Churn(int perMinute, LongSupplier clock) {
    this.perMinute = perMinute;
    this.clock = clock;
    this.left = perMinute;
    this.last = clock.getAsLong();
  }

  /** Takes one, if one is left. */
  boolean tryTake() {
    long now = clock.getAsLong();
    double minutes = (double) (now - last) / TimeUnit.MINUTES.toNanos(1);
    left = Math.min(perMinute, left + minutes * perMinute);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  @Override
  public String toString() {
    return perMinute + " connections in a minute";
  }
}
