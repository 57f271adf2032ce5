package to.clasp.router.internal;

import java.time.Instant;
import java.util.function.LongSupplier;

/** The router's clock: µs since 1970-01-01 UTC. */
final class MicroClock implements LongSupplier {
  @Override
  public long getAsLong() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }
}
