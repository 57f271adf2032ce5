package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import to.clasp.osc.internal.codec.OscWriter;

/**
 * Knows for a moment what was sent to places that were named. Who sends it back from another
 * address of the same host cannot be told from a stranger by the address alone, and two relays that
 * give each other everything would go on with one value for ever. Of fixed size: what shares a
 * place with something newer is forgotten earlier, which costs one more round. Safe from any
 * thread.
 */
final class RecentlySent {
  private static final int PLACES = 1 << 13;
  private static final long MOMENT = TimeUnit.SECONDS.toNanos(2);
  private static final long PRIME = 0x100000001B3L;
  private static final long BASIS = 0xCBF29CE484222325L;

  private final LongSupplier nanos;
  private long[] hashes;
  private long[] times;

  /**
   * Nothing is known.
   *
   * @param nanos as {@link System#nanoTime}
   */
  RecentlySent(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void add(OscWriter message, InetSocketAddress to) {
    if (hashes == null) {
      hashes = new long[PLACES];
      times = new long[PLACES];
    }
    long hash = hash(message, to);
    hashes[place(hash)] = hash;
    times[place(hash)] = nanos.getAsLong();
  }

  synchronized boolean contains(OscWriter message, InetSocketAddress to) {
    if (hashes == null) {
      return false;
    }
    long hash = hash(message, to);
    return hashes[place(hash)] == hash && nanos.getAsLong() - times[place(hash)] < MOMENT;
  }

  private static int place(long hash) {
    return (int) (hash ^ hash >>> Integer.SIZE) & PLACES - 1;
  }

  private static long hash(OscWriter message, InetSocketAddress to) {
    long hash = BASIS ^ to.hashCode();
    byte[] bytes = message.bytes();
    int size = message.size();
    for (int i = 0; i < size; i++) {
      hash = (hash ^ bytes[i]) * PRIME;
    }
    return hash;
  }
}
