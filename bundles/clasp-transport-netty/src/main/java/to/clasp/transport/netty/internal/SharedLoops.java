package to.clasp.transport.netty.internal;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import to.clasp.transport.netty.ClientLoops;

/**
 * Event loops that exist while somebody uses them, and a little longer: a client that loses its
 * connection makes the next one at once, and what the last connection has still to tell its owner
 * runs on these loops.
 */
public final class SharedLoops implements ClientLoops {
  /** Those of the process, native ones where the platform has them. */
  public static final SharedLoops OF_PROCESS =
      new SharedLoops(() -> LoopGroup.create(0, true), Duration.ofSeconds(1));

  private final Supplier<LoopGroup> making;
  private final Duration linger;
  private LoopGroup loops;
  private int leases;
  private Future<?> end;

  SharedLoops(Supplier<LoopGroup> making, Duration linger) {
    this.making = making;
    this.linger = linger;
  }

  @Override
  public synchronized Lease lease() {
    if (loops == null) {
      loops = making.get();
    }
    if (end != null) {
      end.cancel(false);
      end = null;
    }
    leases++;
    return new LoopLease(loops, this::release);
  }

  private synchronized void release() {
    leases--;
    if (leases == 0) {
      end = loops.group().schedule(this::endIfUnused, linger.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** On a loop. A lease may have begun while this was about to run. */
  private synchronized void endIfUnused() {
    if (leases == 0 && loops != null) {
      loops.beginClose();
      loops = null;
      end = null;
    }
  }
}
