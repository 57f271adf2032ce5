package to.clasp.router.internal.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The sessions by id, and how many there are. Safe from any thread. */
public final class SessionTable {
  private final ConcurrentMap<String, Session> byId = new ConcurrentHashMap<>();
  private final AtomicInteger places = new AtomicInteger();
  private final List<Consumer<Session>> endListeners = new CopyOnWriteArrayList<>();

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
    byId.put(session.id(), session);
  }

  void remove(Session session) {
    byId.remove(session.id());
    endListeners.forEach(listener -> listener.accept(session));
  }

  /** Has sessions told that end, on any thread; nobody finds them any more by then. */
  public void onEnd(Consumer<Session> listener) {
    endListeners.add(listener);
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
