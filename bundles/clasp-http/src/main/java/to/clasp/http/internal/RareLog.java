package to.clasp.http.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpRoute;

/** Warns of failed routes at most once in ten seconds, so that clients cannot fill the log. */
final class RareLog {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRoute.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  private RareLog() {}

  static void routeFailed(HttpRequest request, Throwable failure) {
    long now = System.nanoTime();
    long next = NEXT.get();
    if (now - next >= 0 && NEXT.compareAndSet(next, now + PAUSE)) {
      LOG.warn("{} {} failed: {}", request.method(), request.path(), failure.toString());
    }
    LOG.debug("{} {} failed", request.method(), request.path(), failure);
  }
}
