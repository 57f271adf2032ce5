package to.clasp.discovery.internal.mdns;

import java.util.concurrent.TimeUnit;

/** How long something that was said holds, and when to ask whether it still does. */
final class Lease {
  /** Longer than what is recommended, so that nobody can make us keep something for ever. */
  private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(2);

  private static final int LEAST_MILLIS = 1000;

  private final long expires;
  private final long step;
  private long renewAt;

  /**
   * A lease.
   *
   * @param ttl in seconds, more than 0
   */
  Lease(long now, long ttl) {
    long millis = Math.min(TimeUnit.SECONDS.toMillis(ttl), LONGEST_MILLIS);
    expires = now + millis;
    step = Math.max(millis / 10, LEAST_MILLIS);
    renewAt = now + millis / 10 * 8;
  }

  boolean isOver(long now) {
    return now >= expires;
  }

  /** What is older than half of it others are not told that we know. */
  boolean isFresh(long now) {
    return expires - now > step * 5;
  }

  long secondsLeft(long now) {
    return TimeUnit.MILLISECONDS.toSeconds(expires - now);
  }

  /** At four fifths, and once more at nine tenths. */
  boolean asks(long now) {
    if (now < renewAt) {
      return false;
    }
    renewAt = now + step;
    return true;
  }
}
