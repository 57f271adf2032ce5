package to.clasp.p2p.internal;

import java.time.Duration;
import to.clasp.p2p.internal.link.Loop;

/** Something that happens later, unless it is called off. Used on the loop. */
final class Timer {
  private final Loop loop;
  private Runnable cancel;

  Timer(Loop loop) {
    this.loop = loop;
  }

  boolean isSet() {
    return cancel != null;
  }

  /** Sets it; what was set before is called off. */
  void set(Duration delay, Runnable task) {
    stop();
    cancel =
        loop.schedule(
            delay,
            () -> {
              cancel = null;
              task.run();
            });
  }

  void stop() {
    if (cancel != null) {
      cancel.run();
      cancel = null;
    }
  }
}
