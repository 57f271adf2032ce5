package to.clasp.itests.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.client.Received;

/** Looks at what one subscription is told about params whose values are 1, 2, 3, … */
final class OrderWitness {
  private final Map<String, Long> last = new ConcurrentHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private volatile long count;

  /** A callback; never at the same time as another one. */
  void take(Received received) {
    long value = received.as(long.class);
    Long before = last.put(received.address(), value);
    if (before != null && value <= before) {
      note(received.address() + ": " + value + " after " + before);
    }
    if (received.revision() != value) {
      note(received.address() + ": value " + value + " has revision " + received.revision());
    }
    count++;
  }

  private synchronized void note(String text) {
    if (wrong.size() < 20) {
      wrong.add(text);
    }
  }

  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** The newest value of each param. */
  Map<String, Long> last() {
    return last;
  }

  long count() {
    return count;
  }
}
