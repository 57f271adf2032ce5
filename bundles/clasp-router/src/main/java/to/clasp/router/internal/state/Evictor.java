package to.clasp.router.internal.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Removes the params that are needed least, one for each that has to come. It looks through all of
 * them and remembers the first in line, an eighth; those whose turn changed meanwhile are passed
 * over. What comes or is used later is behind all that is remembered, so the order is exact, and
 * looking through all is paid for by many removals. Safe from any thread; not to be called inside a
 * param's monitor.
 */
final class Evictor {
  private static final int BATCH_DIVISOR = 8;
  private static final int MIN_BATCH = 16;

  /** One removal for so many params looked at is still a good yield. */
  private static final int LEAST_YIELD = 64;

  /**
   * @param since the time in µs that its place in line depends on
   */
  private record Candidate(ParamEntry entry, long since) {}

  private final ParamStore store;
  private final Protection protection;
  private final Ticks ticks;
  private final Deque<Candidate> line = new ArrayDeque<>();
  private Eviction policy = Eviction.REJECT;
  private int linedUpAt = -1;
  private int lookedAt;
  private int evicted;

  Evictor(ParamStore store, Protection protection, Ticks ticks) {
    this.store = store;
    this.protection = protection;
    this.ticks = ticks;
  }

  synchronized void configure(Eviction eviction) {
    policy = eviction;
    line.clear();
    linedUpAt = -1;
  }

  /**
   * Removes one param.
   *
   * @return false if none may be removed
   */
  synchronized boolean evict() {
    if (policy == Eviction.REJECT) {
      return false;
    }
    if (evictFirst()) {
      return true;
    }
    if (!mayLineUp()) {
      return false;
    }
    lineUp();
    return evictFirst();
  }

  /**
   * Looking through all params has to have paid off. If it did not, because almost all of them are
   * needed, whoever writes new addresses all the time causes it once a second only.
   */
  private boolean mayLineUp() {
    return linedUpAt != ticks.now() || evicted * LEAST_YIELD >= lookedAt;
  }

  private boolean evictFirst() {
    for (Candidate next = line.poll(); next != null; next = line.poll()) {
      if (remove(next)) {
        return true;
      }
    }
    return false;
  }

  private boolean remove(Candidate candidate) {
    ParamEntry entry = candidate.entry();
    synchronized (entry) {
      if (!isEvictable(entry) || since(entry) != candidate.since()) {
        return false;
      }
      entry.remove();
    }
    store.forget(entry);
    evicted++;
    return true;
  }

  private void lineUp() {
    List<Candidate> all = new ArrayList<>();
    for (Iterator<ParamEntry> entries = store.iterator(); entries.hasNext(); ) {
      ParamEntry entry = entries.next();
      synchronized (entry) {
        all.add(new Candidate(entry, since(entry)));
      }
    }
    linedUpAt = ticks.now();
    lookedAt = all.size();
    evicted = 0;
    all.sort(Comparator.comparingLong(Candidate::since));
    int most = Math.max(MIN_BATCH, all.size() / BATCH_DIVISOR);
    for (int i = 0; i < all.size() && line.size() < most; i++) {
      ParamEntry entry = all.get(i).entry();
      synchronized (entry) {
        if (isEvictable(entry)) {
          line.add(all.get(i));
        }
      }
    }
  }

  private boolean isEvictable(ParamEntry entry) {
    return entry.isWritten()
        && !entry.isPinned()
        && entry.holder() == null
        && !protection.isNeeded(entry.address());
  }

  private long since(ParamEntry entry) {
    return policy == Eviction.OLDEST ? entry.firstWritten() : entry.lastUsed();
  }
}
