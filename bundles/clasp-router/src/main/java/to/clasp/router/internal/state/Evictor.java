package to.clasp.router.internal.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Removes the params that are needed least, one for each that has to come. It goes through all of
 * them in samples and remembers the first in line of each, an eighth; those whose turn changed
 * meanwhile are passed over. So the order is exact among as many params as fit a sample, and close
 * to it among more, because a sample is taken at random. Safe from any thread; not to be called
 * inside a param's monitor.
 *
 * <p>A writer waits for what happens here, and so does everybody on its loop. Therefore a call asks
 * who needs a param for a short time only, and the next call goes on from there.
 */
final class Evictor {
  private static final int SAMPLE = 4096;
  private static final int BATCH_DIVISOR = 8;
  private static final int MIN_BATCH = 16;

  /** One removal for so many params looked at is still a good yield. */
  private static final int LEAST_YIELD = 64;

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Params asked about before the clock is read; some candidates are found however late it is. */
  private static final int LOOKS_PER_CLOCK = 8;

  /** A search that finds next to nothing rests so many times as long as it took. */
  private static final int REST_FACTOR = 8;

  /**
   * @param since the time in µs that its place in line depends on
   */
  private record Candidate(ParamEntry entry, long since) {}

  private final ParamStore store;
  private final Protection protection;
  private final Ticks ticks;
  private final Deque<Candidate> line = new ArrayDeque<>();
  private Eviction policy = Eviction.REJECT;
  private Iterator<ParamEntry> unseen = Collections.emptyIterator();
  private Iterator<Candidate> sample = Collections.emptyIterator();
  private int wanted;
  private int passBegan = -1;
  private long restUntil;
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
    unseen = Collections.emptyIterator();
    sample = Collections.emptyIterator();
    lookedAt = 0;
    evicted = 0;
  }

  /**
   * Removes one param.
   *
   * @return false if none may be removed, or none was found in the time there is
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
   * Looking through params has to have paid off. If it did not, because almost all of them are
   * needed, whoever writes new addresses all the time causes it once a second only, with rests.
   */
  private boolean mayLineUp() {
    if (hasPaidOff()) {
      return true;
    }
    return isPassOver() ? passBegan != ticks.now() : System.nanoTime() - restUntil >= 0;
  }

  private boolean hasPaidOff() {
    return evicted * (long) LEAST_YIELD >= lookedAt;
  }

  private boolean isPassOver() {
    return !sample.hasNext() && !unseen.hasNext();
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
    long start = System.nanoTime();
    if (isPassOver()) {
      beginPass();
    }
    do {
      if (!sample.hasNext()) {
        takeSample();
      }
      search(start);
    } while (line.isEmpty() && mayGoOn(start));
    long end = System.nanoTime();
    restUntil = end + REST_FACTOR * (end - start);
  }

  /** The end of a pass may hold nothing but what was just removed; then another begins at once. */
  private boolean mayGoOn(long start) {
    return isPassOver() ? evicted > 0 && hasPaidOff() : isInTime(start);
  }

  private static boolean isInTime(long start) {
    return System.nanoTime() - start < SLICE_NANOS;
  }

  private void beginPass() {
    unseen = store.iterator();
    passBegan = ticks.now();
    lookedAt = 0;
    evicted = 0;
  }

  private void takeSample() {
    List<Candidate> taken = new ArrayList<>();
    while (taken.size() < SAMPLE && unseen.hasNext()) {
      ParamEntry entry = unseen.next();
      synchronized (entry) {
        taken.add(new Candidate(entry, since(entry)));
      }
    }
    taken.sort(Comparator.comparingLong(Candidate::since));
    wanted = Math.max(MIN_BATCH, taken.size() / BATCH_DIVISOR);
    sample = taken.iterator();
  }

  private void search(long start) {
    for (int looks = 1; sample.hasNext(); looks++) {
      Candidate next = sample.next();
      lookedAt++;
      synchronized (next.entry()) {
        if (isEvictable(next.entry())) {
          line.add(next);
          wanted--;
        }
      }
      if (wanted == 0) {
        // What is left has been used later than whatever else may be found.
        sample = Collections.emptyIterator();
        return;
      }
      if (looks % LOOKS_PER_CLOCK == 0 && !isInTime(start)) {
        return;
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
