package to.clasp.itests.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happened during a soak. Safe from any thread. */
final class Statistics {
  private static final int MAX_PROBLEMS = 50;

  final LongAdder sent = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder connects = new LongAdder();

  /** Highest answer time of a PING since it was last asked for, in µs. */
  final AtomicLong slowestPing = new AtomicLong();

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> problems = new ConcurrentHashMap<>();

  /** Counts something that is worth a line but is no fault, such as a drop that was announced. */
  void count(String what) {
    counts.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  /** Counts something that must not happen. */
  void problem(String what) {
    if (problems.size() < MAX_PROBLEMS || problems.containsKey(what)) {
      problems.computeIfAbsent(what, key -> new LongAdder()).increment();
    }
  }

  boolean isClean() {
    return problems.isEmpty();
  }

  Map<String, LongAdder> counts() {
    return new TreeMap<>(counts);
  }

  Map<String, LongAdder> problems() {
    return new TreeMap<>(problems);
  }
}
