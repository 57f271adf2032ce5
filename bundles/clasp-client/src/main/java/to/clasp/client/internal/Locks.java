package to.clasp.client.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;

/** The locks of a client. */
final class Locks {
  /** What callers asked for, with the value that they wrote last. From any thread. */
  private final Map<String, Value> asked = new ConcurrentHashMap<>();

  /** What the router has granted, with the last value. Under the {@link Turn}. */
  private final Map<String, Value> held = new LinkedHashMap<>();

  void calling(Set set) {
    if (set.lock()) {
      asked.put(set.address(), set.value());
    } else if (!asked.isEmpty()) {
      asked.computeIfPresent(set.address(), (address, value) -> set.unlock() ? null : set.value());
    }
  }

  /** The value that was written last, or null if there is no lock. */
  Value lastValue(String address) {
    return asked.get(address);
  }

  void acknowledged(Set set) {
    if (set.lock()) {
      held.put(set.address(), set.value());
    } else if (!held.isEmpty()) {
      held.computeIfPresent(set.address(), (address, value) -> set.unlock() ? null : set.value());
    }
  }

  Map<String, Value> held() {
    return Map.copyOf(held);
  }

  void lost(String address) {
    asked.remove(address);
    held.remove(address);
  }
}
