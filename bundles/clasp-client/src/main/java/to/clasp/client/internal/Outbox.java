package to.clasp.client.internal;

import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;

/** What was called and not yet looked at: from any thread in, on one thread out. */
final class Outbox {
  private final AtomicReference<Call<?>> last = new AtomicReference<>();

  /** Whether it was empty, so that somebody has to be sent for it. */
  boolean add(Call<?> call) {
    Call<?> before;
    do {
      before = last.get();
      call.next = before;
    } while (!last.compareAndSet(before, call));
    return before == null;
  }

  boolean isEmpty() {
    return last.get() == null;
  }

  /** Moves everything to the end of a queue, in the order in which it was added. */
  void drainTo(Deque<Call<?>> queue) {
    Call<?> call = last.getAndSet(null);
    Call<?> first = null;
    while (call != null) {
      Call<?> before = call.next;
      call.next = first;
      first = call;
      call = before;
    }
    while (first != null) {
      Call<?> following = first.next;
      first.next = null;
      queue.addLast(first);
      first = following;
    }
  }
}
