package to.clasp.router.internal.fanout;

import java.util.concurrent.atomic.AtomicReference;

/**
 * An unbounded queue for many producers and one consumer. Appending is one atomic exchange and
 * never waits, so that it can be done inside a param's monitor.
 *
 * <p>Between the exchange and the link a producer's entry, and all behind it, are not visible yet;
 * {@link #poll} then answers null. Nothing is lost by that, because every producer wakes the
 * consumer after its link.
 */
final class Inbox {
  private final AtomicReference<Delivery> last;
  private Delivery taken;

  Inbox() {
    taken = new Delivery.Start();
    last = new AtomicReference<>(taken);
  }

  /** Appends; from any thread. */
  void append(Delivery delivery) {
    last.getAndSet(delivery).next = delivery;
  }

  /** Takes the first entry, or null if there is none to be seen; only by the consumer. */
  Delivery poll() {
    Delivery first = taken.next;
    if (first != null) {
      // A chain from old garbage to what is new would make every collection promote all of it.
      taken.next = null;
      taken = first;
    }
    return first;
  }
}
