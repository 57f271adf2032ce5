package to.clasp.router.internal.state;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** All params by address. Safe from any thread. */
public final class ParamStore {
  /** Most params removed for a new one, so that a lowered limit is reached without a long wait. */
  private static final int MOST_EVICTED = 4;

  private final ConcurrentMap<String, ParamEntry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final ParamContext context;
  private final Evictor evictor;

  ParamStore(ParamContext context, Protection protection) {
    this.context = context;
    this.evictor = new Evictor(this, protection, context.ticks());
  }

  void configure(Eviction eviction) {
    evictor.configure(eviction);
  }

  /** The param at an address, or null. */
  public ParamEntry find(String address) {
    return entries.get(address);
  }

  /**
   * The param at an address, made if there is none yet. Another thread may {@linkplain
   * ParamEntry#isRemoved remove} it before the caller has its monitor; then {@link #forget} it and
   * ask again. Not to be called inside a param's monitor.
   *
   * @param limit how many params there may be; 0 for any number
   * @throws ProtocolException if there are that many already and none may be removed for it
   */
  public ParamEntry findOrCreate(String address, int limit) {
    ParamEntry entry = entries.get(address);
    return entry != null ? entry : create(address, limit);
  }

  /** Drops a param that is {@linkplain ParamEntry#isRemoved removed}; once or again. */
  public void forget(ParamEntry removed) {
    if (entries.remove(removed.address(), removed)) {
      size.decrementAndGet();
    }
  }

  /** Drops a param whose first value was refused, so that it takes nobody's place. */
  public void dropIfUnwritten(ParamEntry entry) {
    synchronized (entry) {
      if (entry.isWritten()) {
        return;
      }
      entry.remove();
    }
    forget(entry);
  }

  /** Every param there is; those that come or go meanwhile may or may not be seen. */
  public Iterator<ParamEntry> iterator() {
    return entries.values().iterator();
  }

  /** How many params there are; one that is about to be made counts already. */
  public int size() {
    return size.get();
  }

  private ParamEntry create(String address, int limit) {
    if (size.incrementAndGet() > limit && limit != 0 && !makeRoom(limit)) {
      size.decrementAndGet();
      throw new ProtocolException(
          ErrorCode.REVISION_CONFLICT, "the router keeps at most " + limit + " params", address);
    }
    ParamEntry created = new ParamEntry(address, context);
    ParamEntry earlier = entries.putIfAbsent(address, created);
    if (earlier == null) {
      return created;
    }
    size.decrementAndGet();
    return earlier;
  }

  private boolean makeRoom(int limit) {
    int evicted = 0;
    while (size.get() > limit && evicted < MOST_EVICTED && evictor.evict()) {
      evicted++;
    }
    return evicted > 0 || size.get() <= limit;
  }
}
