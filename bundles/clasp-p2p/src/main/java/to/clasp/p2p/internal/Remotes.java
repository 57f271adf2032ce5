package to.clasp.p2p.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.p2p.RemotePeer;

/** The other peers that are known. Changed on the loop, read from any thread. */
final class Remotes {
  private static final int MAX = 4096;

  private final Map<String, Remote> byId = new ConcurrentHashMap<>();

  Remote find(String id) {
    return byId.get(id);
  }

  Remote get(String id, Hub hub) {
    Remote known = byId.get(id);
    if (known != null) {
      return known;
    }
    if (byId.size() >= MAX) {
      byId.values().removeIf(Remotes::forget);
    }
    Remote made = new Remote(id, hub);
    byId.put(id, made);
    return made;
  }

  private static boolean forget(Remote remote) {
    if (remote.isUsed()) {
      return false;
    }
    remote.traffic().forgetReceived();
    return true;
  }

  List<Remote> all() {
    return List.copyOf(byId.values());
  }

  List<RemotePeer> announced() {
    return byId.values().stream().map(Remote::announced).filter(Objects::nonNull).toList();
  }

  int links() {
    int links = 0;
    for (Remote remote : byId.values()) {
      if (remote.connection().hasLink()) {
        links++;
      }
    }
    return links;
  }
}
