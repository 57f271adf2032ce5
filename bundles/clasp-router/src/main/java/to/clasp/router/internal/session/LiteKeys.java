package to.clasp.router.internal.session;

import java.util.Map;
import to.clasp.protocol.AddressPattern;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * The keys under which the subscriptions of a client are kept that gives all of them the id 0: ids
 * that no message can have, one for each pattern.
 */
final class LiteKeys {
  private static final long FIRST = 1L << 32;

  private LiteKeys() {}

  /** The key of the subscription with that pattern, or one that is free. */
  static long keyFor(AddressPattern pattern, Map<Long, Subscription> subscriptions) {
    long free = FIRST;
    for (Map.Entry<Long, Subscription> entry : subscriptions.entrySet()) {
      if (isLite(entry.getKey())) {
        if (entry.getValue().pattern().equals(pattern)) {
          return entry.getKey();
        }
        free = Math.max(free, entry.getKey() + 1);
      }
    }
    return free;
  }

  /** The id that the client gave. */
  static long idOf(long key) {
    return isLite(key) ? 0 : key;
  }

  static boolean isLite(long key) {
    return key >= FIRST;
  }
}
