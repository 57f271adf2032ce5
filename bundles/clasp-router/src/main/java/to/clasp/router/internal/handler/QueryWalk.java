package to.clasp.router.internal.handler;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Result;
import to.clasp.protocol.Signal;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.session.PieceBudget;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.Walk;
import to.clasp.router.internal.state.AnnouncedSignal;

/** Gathers the answer to a QUERY: RESULT messages that fit a frame, at least one. */
final class QueryWalk implements Walk {
  /** Type byte and count. */
  private static final int OVERHEAD = 3;

  private final Iterator<AnnouncedSignal> candidates;
  private final AddressPattern pattern;
  private List<Signal> found = new ArrayList<>();
  private int size = OVERHEAD;
  private boolean told;

  QueryWalk(Iterator<AnnouncedSignal> candidates, AddressPattern pattern) {
    this.candidates = candidates;
    this.pattern = pattern;
  }

  @Override
  public boolean step(Session session) {
    for (PieceBudget budget = new PieceBudget(); budget.allows(); ) {
      if (!candidates.hasNext()) {
        if (!told || !found.isEmpty()) {
          tell(session);
        }
        return false;
      }
      AnnouncedSignal next = candidates.next();
      if (isWanted(next.signal().address(), session) && add(next, session)) {
        return true;
      }
    }
    return true;
  }

  private boolean isWanted(String address, Session session) {
    return pattern.matches(address) && session.rights().allows(Door.QUERY, address);
  }

  /**
   * Adds a signal, after telling those before it if it would not fit.
   *
   * @return whether they were told
   */
  private boolean add(AnnouncedSignal next, Session session) {
    boolean full = size + next.resultBytes() > FrameCodec.MAX_PAYLOAD;
    if (full) {
      tell(session);
    }
    found.add(next.signal());
    size += next.resultBytes();
    return full;
  }

  private void tell(Session session) {
    session.reply(new Result(found));
    found = new ArrayList<>();
    size = OVERHEAD;
    told = true;
  }
}
