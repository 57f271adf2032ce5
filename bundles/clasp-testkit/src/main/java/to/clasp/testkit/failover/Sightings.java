package to.clasp.testkit.failover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest revision that one client has seen of each param, over all its connections. */
final class Sightings {
  private final Map<String, Long> newest = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long values;

  /** A value that was written just now: always newer than anything before. */
  void live(String address, long revision) {
    values++;
    note(address, revision, newest.getOrDefault(address, 0L) + 1);
  }

  /** A value that is kept: never older than anything before. */
  void kept(String address, long revision) {
    note(address, revision, newest.getOrDefault(address, 0L));
  }

  private void note(String address, long revision, long atLeast) {
    if (revision < atLeast) {
      problems.add(address + " came with revision " + revision + " after " + newest.get(address));
    }
    newest.put(address, revision);
  }

  /** How many values came live. */
  long values() {
    return values;
  }

  Map<String, Long> newest() {
    return Map.copyOf(newest);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
