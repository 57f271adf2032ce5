package to.clasp.router.internal;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import to.clasp.testkit.MemoryTransport;

/** A router's time that passes only when a test says so. What is due is done before it goes on. */
final class ManualTime {
  private final AtomicLong micros = new AtomicLong(1_000_000_000_000L);
  private final AtomicLong nanos = new AtomicLong(77);

  /** A router with a time of its own, on which sweeps are made by the test's thread. */
  RouterFixture router(Map<String, Object> settings) {
    return router(settings, new MemoryTransport());
  }

  RouterFixture router(Map<String, Object> settings, MemoryTransport transport) {
    return new RouterFixture(core(settings), RouterFixture.OPEN, transport);
  }

  RouterCore core(Map<String, Object> settings) {
    return new RouterCore(
        RouterFixture.config(settings), new RouterTime(micros::get, nanos::get), Runnable::run);
  }

  /** Seconds pass, one after the other. */
  void pass(RouterCore core, int seconds) {
    for (int i = 0; i < seconds; i++) {
      micros.addAndGet(TimeUnit.SECONDS.toMicros(1));
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      core.tick();
    }
  }

  /** A moment passes that no timer notices. */
  void passMicro() {
    micros.incrementAndGet();
  }

  /** Somebody sets the wall clock. */
  void setWallClock(long seconds) {
    micros.addAndGet(TimeUnit.SECONDS.toMicros(seconds));
  }
}
