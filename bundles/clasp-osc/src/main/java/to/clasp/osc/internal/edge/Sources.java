package to.clasp.osc.internal.edge;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where what sessions write comes from. Safe from any thread. */
final class Sources {
  private final Map<String, Source> bySession = new ConcurrentHashMap<>();

  /**
   * A client.
   *
   * @param from its address
   * @param isConnection false if it sends datagrams
   */
  record Source(InetSocketAddress from, boolean isConnection) {}

  void opened(String session, InetSocketAddress from, boolean isConnection) {
    bySession.put(session, new Source(from, isConnection));
  }

  void ended(String session) {
    bySession.remove(session);
  }

  /**
   * Where a session sends from.
   *
   * @param session its id, or null
   * @return null if it is no session of OSC
   */
  Source of(String session) {
    return session == null ? null : bySession.get(session);
  }
}
