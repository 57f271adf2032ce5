package to.clasp.rendezvous.internal.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Two clocks: one that people read and one that never jumps, by which devices expire.
 *
 * @param micros µs since 1970
 * @param nanos ns since any moment
 */
record Time(LongSupplier micros, LongSupplier nanos) {
  static final Time SYSTEM =
      new Time(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), System::nanoTime);
}
