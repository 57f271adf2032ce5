package to.clasp.osc.internal.edge;

import java.util.HashSet;
import java.util.Set;

/** The addresses that a client of OSCQuery listens to. Bounded; used on one event loop. */
final class Listened {
  private static final int MOST = 10_000;
  private static final int MOST_CHARACTERS = 1 << 20;

  private final Set<String> addresses = new HashSet<>();
  private int characters;

  /** Adds one; false if there is no room. */
  boolean add(String address) {
    if (addresses.contains(address)) {
      return true;
    }
    if (addresses.size() >= MOST || address.length() > MOST_CHARACTERS - characters) {
      return false;
    }
    characters += address.length();
    return addresses.add(address);
  }

  void remove(String address) {
    if (addresses.remove(address)) {
      characters -= address.length();
    }
  }

  boolean contains(String address) {
    return addresses.contains(address);
  }

  void clear() {
    addresses.clear();
    characters = 0;
  }

  boolean isEmpty() {
    return addresses.isEmpty();
  }
}
