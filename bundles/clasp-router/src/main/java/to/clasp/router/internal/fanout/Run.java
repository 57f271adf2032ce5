package to.clasp.router.internal.fanout;

import java.util.Arrays;

/**
 * Neighbours of an inbox that go to the same sessions. They are handed over session by session, not
 * message by message: what a session needs is then in the processor's cache for all but the first,
 * which at a thousand sessions halves the time.
 */
final class Run {
  private static final int LONGEST = 256;

  private final Delivery.ToGroup[] deliveries = new Delivery.ToGroup[LONGEST];
  private int length;

  /**
   * Takes an entry of the inbox.
   *
   * @return false if it does not belong to this run, which has to be handed over first
   */
  boolean add(Delivery.ToGroup next) {
    if (length == LONGEST || length > 0 && deliveries[0].group() != next.group()) {
      return false;
    }
    deliveries[length++] = next;
    return true;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Hands over everything taken, and is empty then. */
  void handOver() {
    int sessions = length == 0 ? 0 : deliveries[0].group().size();
    for (int session = 0; session < sessions; session++) {
      for (int i = 0; i < length; i++) {
        deliveries[i].runFor(session);
      }
    }
    Arrays.fill(deliveries, 0, length, null);
    length = 0;
  }
}
