package to.clasp.router.internal.session;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * Gives a session the current value of every param it asked for, a piece at a time, so that a large
 * state neither fills memory nor holds up the loop. Each param is read and appended to the inbox
 * under its own monitor: what is written before is in it, what is written after comes behind it.
 */
final class SnapshotWalk implements Walk {
  private static final int PIECE_BYTES = FrameCodec.MAX_PAYLOAD;

  private final Iterator<ParamEntry> entries;
  private final Predicate<String> wanted;
  private final boolean evenIfEmpty;

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

  /** What a new subscription matches and is not excepted. */
  static SnapshotWalk of(ParamStore store, Subscription subscription, Predicate<String> wanted) {
    if (!subscription.wantsParams()) {
      return new SnapshotWalk(Collections.emptyIterator(), wanted, false);
    }
    SnapshotWalk all = of(store, subscription);
    return new SnapshotWalk(all.entries, all.wanted.and(wanted), false);
  }

  /** What any of a session's subscriptions matches, each param once. */
  static SnapshotWalk of(ParamStore store, List<Subscription> subscriptions) {
    List<Subscription> params = subscriptions.stream().filter(Subscription::wantsParams).toList();
    return new SnapshotWalk(
        store.iterator(),
        address -> params.stream().anyMatch(wish -> wish.pattern().matches(address)),
        false);
  }

  @Override
  public boolean step(Session session) {
    int bytes = 0;
    for (PieceBudget budget = new PieceBudget(); bytes < PIECE_BYTES && budget.allows(); ) {
      if (!entries.hasNext()) {
        session.loop().postSnapshotEnd(session, evenIfEmpty);
        return false;
      }
      ParamEntry entry = entries.next();
      if (wanted.test(entry.address()) && session.rights().allows(Door.SNAPSHOT, entry.address())) {
        bytes += appendCurrent(entry, session);
      }
    }
    return true;
  }

  /**
   * Appends the current value of a param under its monitor.
   *
   * @return its size in bytes; 0 if there is none
   */
  static int appendCurrent(ParamEntry entry, Session session) {
    synchronized (entry) {
      if (!entry.isWritten()) {
        return 0;
      }
      Snapshot.Entry current = entry.toSnapshot();
      session.loop().postSnapshot(session, current);
      return FrameCodec.payloadSize(current);
    }
  }
}
