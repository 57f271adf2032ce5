package to.clasp.client.internal;

import java.time.Instant;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.Sync;

/** What is known about the router's clock. Written under the {@link Turn}, read by any thread. */
final class SyncClock {
  private static final long MICROS = 1_000_000;
  private static final int SAMPLES_AT_ONCE = 4;

  private volatile ClockSync known = ClockSync.NONE;
  private boolean begun;
  private int samples;
  private Long asked;

  static long localMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * MICROS + now.getNano() / 1000;
  }

  ClockSync known() {
    return known;
  }

  /** Another session may be with another router. */
  void begin() {
    begun = false;
    samples = 0;
    asked = null;
  }

  Sync question() {
    asked = localMicros();
    return new Sync(asked, null, null);
  }

  /** Begins another round. */
  Sync nextRound() {
    samples = 0;
    return question();
  }

  /** Whether to ask again at once. */
  boolean take(Sync answer) {
    if (asked == null || answer.t1() != asked || answer.t2() == null || answer.t3() == null) {
      return false;
    }
    asked = null;
    ClockSync before = begun ? known : ClockSync.NONE;
    ClockSync after = before.with(ClockSync.Sample.of(answer, localMicros()));
    if (after != before) {
      known = after;
      begun = true;
    }
    return ++samples < SAMPLES_AT_ONCE;
  }
}
