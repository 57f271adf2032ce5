package to.clasp.router.internal.state;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** All params by address. Safe from any thread. */
public final class ParamStore {
  private final ConcurrentMap<String, ParamEntry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /** The param at an address, or null. */
  public ParamEntry find(String address) {
    return entries.get(address);
  }

  /**
   * The param at an address, made if there is none yet.
   *
   * @param limit how many params there may be
   * @throws ProtocolException if there are that many already
   */
  public ParamEntry findOrCreate(String address, int limit) {
    ParamEntry entry = entries.get(address);
    return entry != null ? entry : create(address, limit);
  }

  /** How many params there are; one that is about to be made counts already. */
  public int size() {
    return size.get();
  }

  /** Every param there is; those that come or go meanwhile may or may not be seen. */
  public Iterator<ParamEntry> iterator() {
    return entries.values().iterator();
  }

  private ParamEntry create(String address, int limit) {
    if (size.incrementAndGet() > limit) {
      size.decrementAndGet();
      throw new ProtocolException(
          ErrorCode.REVISION_CONFLICT, "the router keeps at most " + limit + " params", address);
    }
    ParamEntry created = new ParamEntry(address);
    ParamEntry earlier = entries.putIfAbsent(address, created);
    if (earlier == null) {
      return created;
    }
    size.decrementAndGet();
    return earlier;
  }
}
