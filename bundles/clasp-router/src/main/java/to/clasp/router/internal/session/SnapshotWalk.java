package to.clasp.router.internal.session;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * Gives a session the current value of every param it asked for, a piece at a time, so that a large
 * state neither fills memory nor holds up the loop. Each param is read and appended to the inbox
 * under its own monitor: what is written before is in it, what is written after comes behind it.
 */
final class SnapshotWalk {
  private static final int PIECE_ENTRIES = 800;
  private static final int PIECE_LOOKS = 4096;

  private final Iterator<ParamEntry> entries;
  private final Predicate<String> wanted;
  private final boolean evenIfEmpty;
  private boolean given;

  private SnapshotWalk(
      Iterator<ParamEntry> entries, Predicate<String> wanted, boolean evenIfEmpty) {
    this.entries = entries;
    this.wanted = wanted;
    this.evenIfEmpty = evenIfEmpty;
  }

  /** Everything, told to a new session even if there is nothing. */
  static SnapshotWalk ofEverything(ParamStore store) {
    return new SnapshotWalk(store.iterator(), address -> true, true);
  }

  /** What a new subscription matches. */
  static SnapshotWalk of(ParamStore store, Subscription subscription) {
    if (subscription.pattern().hasWildcard()) {
      return new SnapshotWalk(store.iterator(), subscription.pattern()::matches, false);
    }
    ParamEntry entry = store.find(subscription.pattern().text());
    List<ParamEntry> found = entry == null ? List.of() : List.of(entry);
    return new SnapshotWalk(found.iterator(), address -> true, false);
  }

  /** What any of a session's subscriptions matches, each param once. */
  static SnapshotWalk of(ParamStore store, List<Subscription> subscriptions) {
    return new SnapshotWalk(
        store.iterator(),
        address ->
            subscriptions.stream()
                .anyMatch(subscription -> subscription.pattern().matches(address)),
        false);
  }

  boolean evenIfEmpty() {
    return evenIfEmpty;
  }

  /** Whether there was any param to give so far. */
  boolean hasGiven() {
    return given;
  }

  /**
   * Appends the next piece to the inbox of the session's loop.
   *
   * @return false when there is nothing more
   */
  boolean step(Session session) {
    int appended = 0;
    for (int looks = 0; looks < PIECE_LOOKS && appended < PIECE_ENTRIES; looks++) {
      if (!entries.hasNext()) {
        return false;
      }
      ParamEntry entry = entries.next();
      if (wanted.test(entry.address()) && session.mayRead(entry.address())) {
        synchronized (entry) {
          if (entry.isWritten()) {
            session.loop().postSnapshot(session, entry.toSnapshot());
            appended++;
            given = true;
          }
        }
      }
    }
    return true;
  }
}
