package to.clasp.client.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;

/** The locks of a client. */
final class Locks {
  /** What callers asked for, with the SET that they made last. From any thread. */
  private final Map<String, Set> asked = new ConcurrentHashMap<>();

  /** What the router has granted, with the last SET that it took. Under the {@link Turn}. */
  private final Map<String, Set> held = new LinkedHashMap<>();

  /** Whether it has to do with a lock, so that its failure counts. */
  boolean calling(Set set) {
    if (set.lock()) {
      asked.put(set.address(), set);
      return true;
    }
    if (asked.isEmpty() || !asked.containsKey(set.address())) {
      return false;
    }
    asked.computeIfPresent(set.address(), (address, last) -> set.unlock() ? null : set);
    return true;
  }

  /** The value that was written last, or null if there is no lock. */
  Value lastValue(String address) {
    Set last = asked.get(address);
    return last == null ? null : last.value();
  }

  void acknowledged(Set set) {
    if (set.lock()) {
      held.put(set.address(), set);
      asked.putIfAbsent(set.address(), set);
    } else if (!held.isEmpty()) {
      held.computeIfPresent(set.address(), (address, last) -> set.unlock() ? null : set);
    }
  }

  /**
   * Of a SET that was not taken neither its value nor its lock counts: to unlock would write the
   * one, and without the other over what the holder of the lock has written. Under the {@link
   * Turn}.
   */
  void failed(Set set) {
    Set last = held.get(set.address());
    asked.compute(
        set.address(), (address, asking) -> asking == null || asking == set ? last : asking);
  }

  /** What is held, with the value that was written last. */
  Map<String, Value> held() {
    Map<String, Value> values = new LinkedHashMap<>();
    held.forEach((address, last) -> values.put(address, last.value()));
    return values;
  }

  void lost(String address) {
    asked.remove(address);
    held.remove(address);
  }
}
