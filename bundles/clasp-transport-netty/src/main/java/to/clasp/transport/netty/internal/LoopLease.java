package to.clasp.transport.netty.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import to.clasp.transport.netty.ClientLoops;
import to.clasp.transport.netty.EventLoops;

/** One use of event loops, which ends once however often it is told to. */
public final class LoopLease implements ClientLoops.Lease {
  private final EventLoops loops;
  private final Runnable onEnd;
  private final AtomicBoolean ended = new AtomicBoolean();

  LoopLease(EventLoops loops, Runnable onEnd) {
    this.loops = loops;
    this.onEnd = onEnd;
  }

  /**
   * A use whose end changes nothing.
   *
   * @param loops the loops
   * @return the use
   */
  public static LoopLease of(EventLoops loops) {
    return new LoopLease(loops, () -> {});
  }

  @Override
  public EventLoops loops() {
    return loops;
  }

  @Override
  public void end() {
    if (ended.compareAndSet(false, true)) {
      onEnd.run();
    }
  }
}
