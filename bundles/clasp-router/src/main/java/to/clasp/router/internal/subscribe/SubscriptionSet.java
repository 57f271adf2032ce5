package to.clasp.router.internal.subscribe;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The subscriptions at one place of the index. Changed under the index's lock, read without any:
 * adding fills the next free slot before it is counted, removing empties a slot, and an array that
 * is mostly empty is replaced as a whole. So a reader sees every subscription that was there when
 * it began and is still there.
 */
final class SubscriptionSet {
  private static final int FIRST_CAPACITY = 2;

  private volatile Subscription[] slots = new Subscription[FIRST_CAPACITY];
  private volatile int used;
  private int live;

  void add(Subscription subscription) {
    Subscription[] array = slots;
    if (used == array.length) {
      array = compact(Math.max(FIRST_CAPACITY, live * 2));
    }
    array[used] = subscription;
    subscription.slot = used;
    used = used + 1;
    live++;
  }

  void remove(Subscription subscription) {
    slots[subscription.slot] = null;
    subscription.slot = -1;
    live--;
    if (live < used / 4) {
      compact(Math.max(FIRST_CAPACITY, live * 2));
    }
  }

  boolean isEmpty() {
    return live == 0;
  }

  /** Whether the test holds for one of them; those after it are not tested. */
  boolean any(Predicate<Subscription> test) {
    int count = used;
    Subscription[] array = slots;
    for (int i = 0; i < Math.min(count, array.length); i++) {
      Subscription subscription = array[i];
      if (subscription != null && test.test(subscription)) {
        return true;
      }
    }
    return false;
  }

  private Subscription[] compact(int capacity) {
    Subscription[] old = slots;
    Subscription[] packed = new Subscription[Math.max(capacity, live + 1)];
    int count = 0;
    for (Subscription subscription : Arrays.copyOf(old, used)) {
      if (subscription != null) {
        packed[count] = subscription;
        subscription.slot = count++;
      }
    }
    slots = packed;
    used = count;
    return packed;
  }
}
