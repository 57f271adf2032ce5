package to.clasp.client.internal;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.protocol.Value;

/** The params as they were last seen. Written under the {@link Turn}, read by any thread. */
final class ParamCache {
  /** Beyond it, any one makes room. */
  static final int MOST = 100_000;

  /**
   * How far a revision may be behind and be taken for late: two writers at a reference router can
   * overtake each other. One that is further behind belongs to a param that began anew.
   */
  private static final long OVERTAKEN = 64;

  /**
   * A param.
   *
   * @param session number of the session in which it was seen
   * @param changed number of the session in which it was new
   */
  record Param(Value value, long revision, int session, int changed) {}

  private final Map<String, Param> params = new ConcurrentHashMap<>();
  private Iterator<String> eviction = params.keySet().iterator();

  Param get(String address) {
    return params.get(address);
  }

  /** Whether that is news, and not older than what is known. */
  boolean update(String address, Value value, long revision, int session) {
    Param old = params.get(address);
    if (old == null) {
      makeRoom();
    } else if (old.session == session && isOld(revision, old.revision)) {
      return false;
    }
    boolean same = old != null && old.revision == revision && old.value.equals(value);
    params.put(address, new Param(value, revision, session, same ? old.changed : session));
    return true;
  }

  private static boolean isOld(long revision, long known) {
    return revision == known && revision != 0
        || revision < known && revision > 1 && known - revision <= OVERTAKEN;
  }

  private void makeRoom() {
    while (params.size() >= MOST) {
      if (!eviction.hasNext()) {
        eviction = params.keySet().iterator();
      }
      eviction.next();
      eviction.remove();
    }
  }
}
