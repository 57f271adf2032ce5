package to.clasp.router.internal.expiry;

import java.util.Iterator;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.state.AnnouncedSignal;
import to.clasp.router.internal.state.ParamEntry;
import to.clasp.router.internal.state.State;
import to.clasp.router.internal.state.StateSettings;

/**
 * Looks once at every param and every announced signal and ends what has outlived its time. Used by
 * one thread.
 */
final class Sweep {
  private static final int PIECE_LOOKS = 4096;

  /** Subscribers are told of each removal, and should not get too many at once. */
  private static final int MOST_TOLD = 4096;

  private final State state;
  private final SessionTable sessions;
  private final Fanout fanout;
  private final Loop loop;
  private final StateSettings settings;
  private final Iterator<ParamEntry> params;
  private final Iterator<AnnouncedSignal> signals;
  private int told;

  Sweep(State state, SessionTable sessions, Fanout fanout, Loop loop, StateSettings settings) {
    this.state = state;
    this.sessions = sessions;
    this.fanout = fanout;
    this.loop = loop;
    this.settings = settings;
    state.shortestTtl().reset();
    this.params = state.params().iterator();
    this.signals = state.signals().iterator();
  }

  /**
   * Looks at a piece.
   *
   * @return whether there is more
   */
  boolean step() {
    if (hasToldEnough()) {
      told = 0;
    }
    for (int i = 0; i < PIECE_LOOKS && !hasToldEnough(); i++) {
      // Signals go first: a param may be kept only by an announcement that is over.
      if (signals.hasNext()) {
        look(signals.next());
      } else if (params.hasNext()) {
        look(params.next());
      } else {
        return false;
      }
    }
    return true;
  }

  /** Whether subscribers should have some time before the next piece. */
  boolean hasToldEnough() {
    return told == MOST_TOLD;
  }

  private void look(AnnouncedSignal signal) {
    int ttl = settings.signalTtlSeconds();
    if (ttl != 0 && state.ticks().isLongerAgo(signal.tick(), ttl)) {
      state.signals().end(signal);
    }
  }

  private void look(ParamEntry entry) {
    boolean expired;
    boolean idle;
    synchronized (entry) {
      entry.noteTtl();
      expired = entry.isExpired();
      idle = isIdle(entry);
    }
    if (expired) {
      fanout.prepare(loop, entry.address());
      expire(entry);
    } else if (idle && !state.protection().isNeeded(entry.address())) {
      removeSilently(entry);
    }
  }

  private boolean isIdle(ParamEntry entry) {
    int ttl = settings.paramTtlSeconds();
    return ttl != 0 && entry.isIdle(ttl) && entry.holder() == null;
  }

  /** Removes a param whose own time is over, unless it was used just now, and tells everybody. */
  private void expire(ParamEntry entry) {
    String holder;
    synchronized (entry) {
      if (!entry.isExpired()) {
        return;
      }
      holder = entry.holder();
      Set end =
          new Set(entry.address(), Value.Null.INSTANCE, entry.revision() + 1, false, false, null);
      entry.remove();
      fanout.deliver(loop, SignalType.PARAM.maskBit(), Outgoing.removal(end), null);
    }
    told++;
    state.params().forget(entry);
    Session session = holder == null ? null : sessions.find(holder);
    if (session != null) {
      session.loop().execute(() -> session.holdsLock(entry, false));
    }
  }

  /**
   * A subscription enters the index before its snapshot is read, so one that came just now is seen
   * here, or else finds no param there.
   */
  private void removeSilently(ParamEntry entry) {
    synchronized (entry) {
      if (!isIdle(entry) || state.protection().isNeeded(entry.address())) {
        return;
      }
      entry.remove();
    }
    state.params().forget(entry);
  }
}
