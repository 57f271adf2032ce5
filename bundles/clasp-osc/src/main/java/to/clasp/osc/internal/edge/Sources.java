package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the datagrams of sessions come from. Safe from any thread. */
final class Sources {
  private final Map<String, InetSocketAddress> bySession = new ConcurrentHashMap<>();

  void opened(String session, InetSocketAddress from) {
    bySession.put(session, from);
  }

  void ended(String session) {
    bySession.remove(session);
  }

  /**
   * Where a session sends from.
   *
   * @param session its id, or null
   * @return null if it is no session of a UDP client
   */
  InetSocketAddress of(String session) {
    return session == null ? null : bySession.get(session);
  }
}
