package to.clasp.router.internal.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import to.clasp.protocol.ErrorCode;
import to.clasp.router.RouterCounters;
import to.clasp.router.internal.insight.Totals;

/** The sessions by id, and how many there are. Safe from any thread. */
public final class SessionTable {
  private final ConcurrentMap<String, Session> byId = new ConcurrentHashMap<>();
  private final AtomicInteger places = new AtomicInteger();
  private final List<Consumer<Session>> endListeners = new CopyOnWriteArrayList<>();

  /** Also the lock under which a session goes over from those that live to those that ended. */
  private final Totals totals = new Totals();

  /**
   * Takes a place for a session that is about to be made.
   *
   * @param limit how many there may be; 0 for any number
   * @return false if there is none left
   */
  public boolean reserve(int limit) {
    if (places.incrementAndGet() <= limit || limit == 0) {
      return true;
    }
    places.decrementAndGet();
    return false;
  }

  /** Gives a place back that was reserved. */
  public void free() {
    places.decrementAndGet();
  }

  void add(Session session) {
    synchronized (totals) {
      byId.put(session.id(), session);
      totals.opened();
    }
  }

  void remove(Session session) {
    synchronized (totals) {
      if (byId.remove(session.id()) != null) {
        totals.ended(session.counters(), session.endReason());
      }
    }
    endListeners.forEach(listener -> listener.accept(session));
  }

  /** Has a listener told of sessions that ended, on any thread; nobody finds them by then. */
  public void onEnd(Consumer<Session> listener) {
    endListeners.add(listener);
  }

  /** Counts somebody who was not let in. */
  public void refused(ErrorCode code) {
    synchronized (totals) {
      totals.refused(code);
    }
  }

  /** What all sessions have counted until now. */
  public RouterCounters counters() {
    synchronized (totals) {
      return totals.sum(byId.values().stream().map(Session::counters)::iterator);
    }
  }

  /** The session with an id, or null. */
  public Session find(String id) {
    return byId.get(id);
  }

  /** The sessions there are; a live view. */
  public Collection<Session> all() {
    return byId.values();
  }
}
