package to.clasp.router.internal;

import java.util.function.LongSupplier;

/**
 * The two clocks of the router.
 *
 * @param micros µs since 1970-01-01 UTC, as told to clients; may be set back and forth
 * @param nanos as {@link System#nanoTime()}, for how long something took
 */
record RouterTime(LongSupplier micros, LongSupplier nanos) {
  static final RouterTime SYSTEM = new RouterTime(new MicroClock(), System::nanoTime);
}
