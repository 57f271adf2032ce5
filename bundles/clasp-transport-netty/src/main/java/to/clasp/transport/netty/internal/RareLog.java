package to.clasp.transport.netty.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.NettyConnection;

/** Warns of failed callbacks at most once in ten seconds, so that peers cannot fill the log. */
public final class RareLog {
  private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private RareLog() {}

  /**
   * A callback threw.
   *
   * @param callback its name
   * @param failure what it threw
   */
  public static void callbackFailed(String callback, Throwable failure) {
    long now = System.nanoTime();
    long next = NEXT.get();
    if (now - next >= 0 && NEXT.compareAndSet(next, now + PAUSE)) {
      LOG.warn("a connection is closed because {} failed: {}", callback, failure.toString());
    }
    LOG.debug("{} failed", callback, failure);
  }
}
