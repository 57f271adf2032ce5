package to.clasp.client.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.protocol.Announce;

/** What the router has taken, to be announced again. Used under the {@link Turn}. */
final class Announcements {
  private static final int MOST = 1000;

  private final Map<String, Announce> byNamespace = new LinkedHashMap<>();

  void accepted(Announce announce) {
    if (byNamespace.size() < MOST || byNamespace.containsKey(announce.namespace())) {
      byNamespace.put(announce.namespace(), announce);
    }
  }

  List<Announce> all() {
    return List.copyOf(byNamespace.values());
  }
}
