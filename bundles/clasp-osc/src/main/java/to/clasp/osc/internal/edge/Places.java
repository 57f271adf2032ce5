package to.clasp.osc.internal.edge;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts the clients of an edge, altogether and by source. Safe from any thread. */
final class Places {
  private final Map<InetAddress, Integer> ofSource = new HashMap<>();
  private int all;

  /** Takes a place for one more; false if there is none. */
  synchronized boolean take(InetAddress source, SessionLimits limits) {
    if (all >= limits.maxSessions()
        || ofSource.getOrDefault(source, 0) >= limits.maxSessionsOfSource()) {
      return false;
    }
    all++;
    ofSource.merge(source, 1, Integer::sum);
    return true;
  }

  synchronized void free(InetAddress source) {
    all--;
    ofSource.computeIfPresent(source, (key, number) -> number > 1 ? number - 1 : null);
  }

  synchronized int taken() {
    return all;
  }
}
