package to.clasp.auth.internal;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often tokens from each network address were refused lately. Failures are forgotten at a
 * steady rate, so that a source is slowed down, not locked out. Sources do not affect each other;
 * of too many, the one that failed longest ago is forgotten. Safe from any thread.
 */
final class FailedAttempts {
  static final int MOST_SOURCES = 4096;

  private final LongSupplier nanoTime;
  private final Map<Object, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true);

  /** So that nothing is looked up, nor locked, while nobody fails. */
  private volatile boolean empty = true;

  private volatile Bound bound;

  private record Bound(int failures, long windowNanos) {}

  private static final class Tally {
    private double failures;
    private long at;

    Tally(long at) {
      this.at = at;
    }
  }

  FailedAttempts(int failures, int windowSeconds, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    configure(failures, windowSeconds);
  }

  /** What has failed until now still counts. */
  void configure(int failures, int windowSeconds) {
    bound = new Bound(failures, TimeUnit.SECONDS.toNanos(windowSeconds));
  }

  /** Whether a token from there may be looked at. */
  boolean mayTry(SocketAddress from) {
    Bound now = bound;
    if (empty || now.failures == 0) {
      return true;
    }
    synchronized (tallies) {
      Object source = source(from);
      Tally tally = tallies.get(source);
      if (tally == null) {
        return true;
      }
      forget(tally, now);
      if (tally.failures == 0) {
        tallies.remove(source);
        empty = tallies.isEmpty();
      }
      return tally.failures + 1 <= now.failures;
    }
  }

  /** A token from there was refused. */
  void failed(SocketAddress from) {
    Bound now = bound;
    if (now.failures == 0) {
      return;
    }
    synchronized (tallies) {
      Tally tally = tallies.computeIfAbsent(source(from), key -> new Tally(nanoTime.getAsLong()));
      forget(tally, now);
      tally.failures = Math.min(tally.failures + 1, now.failures);
      if (tallies.size() > MOST_SOURCES) {
        tallies.remove(tallies.keySet().iterator().next());
      }
      empty = false;
    }
  }

  private void forget(Tally tally, Bound now) {
    long time = nanoTime.getAsLong();
    double forgotten = (double) (time - tally.at) * now.failures / now.windowNanos;
    tally.failures = Math.max(0, tally.failures - forgotten);
    tally.at = time;
  }

  /** For IPv6, the network: a single host has 2^64 addresses to come from. */
  private static Object source(SocketAddress from) {
    if (!(from instanceof InetSocketAddress peer)) {
      return from;
    } else if (peer.getAddress() instanceof Inet6Address address) {
      return ByteBuffer.wrap(address.getAddress()).getLong();
    }
    return peer.getAddress() == null ? peer.getHostString() : peer.getAddress();
  }

  int sources() {
    synchronized (tallies) {
      return tallies.size();
    }
  }
}
