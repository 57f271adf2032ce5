package to.clasp.router.internal.session;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.fanout.History;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.fanout.Track;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.ParamStore;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * Gives a new subscription the last values and events of every address that it matches, each
 * address's past before its current value; then the params of which no past is known. Each address
 * is read and appended under the monitors of its param and of its track, in this order.
 */
final class HistoryWalk implements Walk {
  private static final int PIECE_BYTES = FrameCodec.MAX_PAYLOAD;

  /** What a message counts for at least, so that a piece is few messages too. */
  private static final int LEAST_BYTES = 1024;

  private final Iterator<Track> tracks;
  private final Subscription subscription;
  private final ParamStore store;
  private final Set<String> given = new HashSet<>();
  private final SnapshotWalk rest;

  HistoryWalk(History history, ParamStore store, Subscription subscription) {
    this.tracks = tracks(history, subscription);
    this.store = store;
    this.subscription = subscription;
    this.rest = SnapshotWalk.of(store, subscription, address -> !given.contains(address));
  }

  private static Iterator<Track> tracks(History history, Subscription subscription) {
    if (subscription.pattern().hasWildcard()) {
      return history.iterator();
    }
    Track track = history.find(subscription.pattern().text());
    return track == null ? List.<Track>of().iterator() : List.of(track).iterator();
  }

  @Override
  public boolean step(Session session) {
    int bytes = 0;
    for (PieceBudget budget = new PieceBudget(); bytes < PIECE_BYTES && budget.allows(); ) {
      if (!tracks.hasNext()) {
        return rest.step(session);
      }
      Track track = tracks.next();
      String address = track.address();
      if (subscription.pattern().matches(address)
          && session.rights().allows(Door.HISTORY, address)) {
        bytes += append(track, session);
      }
    }
    return true;
  }

  private int append(Track track, Session session) {
    given.add(track.address());
    ParamEntry entry = subscription.wantsParams() ? store.find(track.address()) : null;
    if (entry == null) {
      return appendPast(track, subscription.history(), 0, session);
    }
    synchronized (entry) {
      if (!entry.isWritten()) {
        return appendPast(track, subscription.history(), 0, session);
      }
      int bytes = appendPast(track, subscription.history() - 1, entry.revision(), session);
      return bytes + SnapshotWalk.appendCurrent(entry, session);
    }
  }

  private int appendPast(Track track, long count, long revision, Session session) {
    int most = (int) Math.min(count, Integer.MAX_VALUE);
    synchronized (track) {
      List<Outgoing> past = track.last(most, subscription.types(), revision);
      session.loop().postPast(session, track.address(), past);
      return past.stream()
          .mapToInt(message -> Math.max(LEAST_BYTES, message.frame().length()))
          .sum();
    }
  }
}
