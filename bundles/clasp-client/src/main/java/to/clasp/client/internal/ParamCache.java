package to.clasp.client.internal;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import to.clasp.protocol.Value;

/** The params as they were last seen. Written under the {@link Turn}, read by any thread. */
final class ParamCache {
  /** Beyond it, any one makes room. */
  static final int MOST = 100_000;

  /** The same in memory, roughly. */
  static final long MOST_BYTES = 128L << 20;

  /**
   * How far a revision may be behind and be taken for late: two writers at a reference router can
   * overtake each other. One that is further behind belongs to a param that began anew.
   */
  private static final long OVERTAKEN = 64;

  /** Within this time. What comes later has not been overtaken on its way. */
  static final long LATE_NANOS = 10_000_000_000L;

  /**
   * A param.
   *
   * @param session number of the session in which it was seen
   * @param changed number of the session in which it was new
   * @param seen when it came, on the clock of {@link System#nanoTime}
   * @param bytes what it takes, roughly
   */
  record Param(Value value, long revision, int session, int changed, long seen, int bytes) {}

  private final Map<String, Param> params = new ConcurrentHashMap<>();
  private Iterator<Map.Entry<String, Param>> eviction = params.entrySet().iterator();
  private long bytes;

  Param get(String address) {
    return params.get(address);
  }

  int size() {
    return params.size();
  }

  /** Whether that is news, and not older than what is known. */
  boolean update(String address, Value value, long revision, int session, long now, int size) {
    Param old = params.get(address);
    boolean same = old != null && old.revision == revision && old.value.equals(value);
    if (old != null && old.session == session) {
      boolean known = same && revision != 0;
      if (known || isLate(revision, old, now)) {
        return false;
      }
    }
    int changed = same ? old.changed : session;
    bytes += size - (old == null ? 0 : old.bytes);
    params.put(address, new Param(value, revision, session, changed, now, size));
    makeRoom();
    return true;
  }

  private static boolean isLate(long revision, Param known, long now) {
    return revision < known.revision
        && revision > 1
        && known.revision - revision <= OVERTAKEN
        && now - known.seen < LATE_NANOS;
  }

  private void makeRoom() {
    while (params.size() > MOST || bytes > MOST_BYTES && !params.isEmpty()) {
      if (!eviction.hasNext()) {
        eviction = params.entrySet().iterator();
      }
      Param removed = params.remove(eviction.next().getKey());
      bytes -= removed == null ? 0 : removed.bytes;
    }
  }
}
