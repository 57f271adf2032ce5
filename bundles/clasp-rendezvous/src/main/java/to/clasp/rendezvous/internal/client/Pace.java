package to.clasp.rendezvous.internal.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When to ask next. What a server says about time is bounded, so that none can make a client ask
 * without a pause, or never again.
 */
final class Pace {
  private static final double PART_OF_TTL = 0.4;
  private static final double JITTER = 0.1;
  private static final double SHORTEST_MILLIS = 250;
  private static final double FIRST_MILLIS = 1_000;
  private static final double LONGEST_BACK_OFF_MILLIS = 60_000;
  private static final double LONGEST_MILLIS = 3_600_000;

  private final DoubleSupplier random;
  private int failures;

  /**
   * @param random from 0 to 1
   */
  Pace(DoubleSupplier random) {
    this.random = random;
  }

  /** Milliseconds after a success: devices that registered together do not refresh together. */
  long afterSuccess(Duration ttl) {
    failures = 0;
    double spread = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return bounded(Math.min(ttl.toSeconds(), LONGEST_MILLIS) * 1000 * PART_OF_TTL * spread);
  }

  /** Milliseconds after a failure: twice as long as before, and of that some part. */
  long afterFailure(Optional<Duration> askedFor) {
    double most =
        Math.min(LONGEST_BACK_OFF_MILLIS, FIRST_MILLIS * Math.pow(2, Math.min(failures, 10)));
    failures++;
    double pause = most / 2 * (1 + random.getAsDouble());
    double asked = Math.min(askedFor.map(Duration::toSeconds).orElse(0L), LONGEST_MILLIS) * 1000;
    return bounded(Math.max(pause, asked));
  }

  private static long bounded(double millis) {
    return (long) Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, millis));
  }
}
