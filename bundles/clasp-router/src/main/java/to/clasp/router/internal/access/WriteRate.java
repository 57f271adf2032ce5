package to.clasp.router.internal.access;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * How often one session writes to each address: after silence as many times at once as a second
 * allows, then once for every place that time makes. Used by the session's loop only.
 */
final class WriteRate {
  /** Addresses written to lately. Beyond, no other may be written to, so that none gets free. */
  static final int MAX_ADDRESSES = 1024;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Far more than anybody waits, and far from where sums would overflow. */
  private static final long LONGEST_INTERVAL = TimeUnit.DAYS.toNanos(1000);

  private final double perSecond;
  private final long interval;
  private final LongSupplier nanos;

  /** Time until which the places of an address are taken; written to longest ago first. */
  private final Map<String, Long> takenUntil = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param perSecond most writes to one address, greater than 0
   * @param nanos as {@link System#nanoTime}
   */
  WriteRate(double perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.interval = (long) Math.min(SECOND / perSecond, LONGEST_INTERVAL);
    this.nanos = nanos;
  }

  /**
   * Counts a write to an address.
   *
   * @throws ProtocolException if there is no place for it; it is not counted then
   */
  void count(String address) {
    long now = nanos.getAsLong();
    Long taken = takenUntil.get(address);
    if (taken == null) {
      makeRoom(address, now);
    }
    long from = taken == null || taken - now < 0 ? now : taken;
    if (from - now > Math.max(0, SECOND - interval)) {
      throw refusal(
          "at most " + perSecond + " writes per second are allowed to " + address, address);
    }
    takenUntil.put(address, from + interval);
  }

  /** Forgets addresses for which every place is free again. */
  private void makeRoom(String address, long now) {
    Iterator<Long> oldest = takenUntil.values().iterator();
    while (takenUntil.size() >= MAX_ADDRESSES) {
      if (oldest.next() - now > 0) {
        throw refusal(
            "the writes per second are limited, and " + address + " is one address too many",
            address);
      }
      oldest.remove();
    }
  }

  private static ProtocolException refusal(String text, String address) {
    return new ProtocolException(ErrorCode.LIMIT_EXCEEDED, text, address);
  }
}
