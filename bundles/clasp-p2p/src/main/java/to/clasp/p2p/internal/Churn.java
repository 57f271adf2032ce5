package to.clasp.p2p.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Bounds how many things are begun in a minute: a full minute's worth at once, then evenly. */
final class Churn {
  private final int perMinute;
  private final LongSupplier clock;
  private double left;
  private long last;

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
