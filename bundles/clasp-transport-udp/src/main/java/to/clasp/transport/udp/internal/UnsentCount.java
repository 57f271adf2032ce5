package to.clasp.transport.udp.internal;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** How much was too large for a datagram, told in at most one line in ten seconds. */
final class UnsentCount {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private long total;
  private long told;
  private long next = System.nanoTime();

  UnsentCount(Logger log) {
    this.log = log;
  }

  void add(int messages, String peer) {
    total += messages;
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + PAUSE;
      log.warn(
          "{} params or messages over {} bytes were not sent over UDP, the last to {}; {} in all",
          total - told,
          Wire.LARGEST_SENT,
          peer,
          total);
      told = total;
    }
  }
}
