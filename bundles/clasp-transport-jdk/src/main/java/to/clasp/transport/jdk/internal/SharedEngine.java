package to.clasp.transport.jdk.internal;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An engine that exists while somebody uses it, and a little longer: a client that loses its
 * connection makes the next one at once. Safe from any thread.
 */
final class SharedEngine {
  /** For all connectors of plain Java. */
  static final SharedEngine OF_PROCESS = new SharedEngine(Duration.ofSeconds(1));

  private final Duration linger;
  private Engine engine;
  private int leases;
  private Future<?> end;

  SharedEngine(Duration linger) {
    this.linger = linger;
  }

  /** One use of the engine. */
  final class Lease {
    private final Engine used;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Lease(Engine used) {
      this.used = used;
    }

    Engine engine() {
      return used;
    }

    /** Further calls have no effect. */
    void end() {
      if (ended.compareAndSet(false, true)) {
        release();
      }
    }
  }

  synchronized Lease lease() {
    if (engine == null) {
      engine = new Engine();
    }
    if (end != null) {
      end.cancel(false);
      end = null;
    }
    leases++;
    return new Lease(engine);
  }

  private synchronized void release() {
    leases--;
    if (leases == 0) {
      end = engine.loop().schedule(this::endIfUnused, linger.toNanos());
    }
  }

  /** Without waiting for the time that unused threads are kept. */
  synchronized void endIfUnused() {
    if (leases == 0 && engine != null) {
      engine.end();
      engine = null;
      end = null;
    }
  }
}
