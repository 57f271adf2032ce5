package to.clasp.p2p.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/** Attempts to connect that have ended: what still comes of them does not begin anything. */
final class PastAttempts {
  private static final int MAX = 16;

  private final Deque<String> correlations = new ArrayDeque<>();
  private String last;
  private boolean lastWasOpen;

  void add(String correlation) {
    correlations.add(correlation);
    if (correlations.size() > MAX) {
      correlations.remove();
    }
  }

  void add(Attempt ended) {
    add(ended.correlation());
    last = ended.correlation();
    lastWasOpen = ended.isOpen();
  }

  boolean contains(String correlation) {
    return correlations.contains(correlation);
  }

  /** Whether it was the last one of which there was a link. */
  boolean isLast(String correlation) {
    return correlation.equals(last);
  }

  boolean lastWasOpen() {
    return lastWasOpen;
  }
}
