package to.clasp.router.internal.handler;

import java.util.Iterator;
import java.util.List;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Query;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.state.AnnouncedSignal;
import to.clasp.router.internal.subscribe.PatternCost;

/**
 * QUERY: the announced signals that match and may be read, in as many RESULT messages as they need
 * (protocol 8.5).
 */
record QueryHandler(HandlerParts parts) implements MessageHandler<Query> {

  @Override
  public void handle(SessionDriver from, Query message) {
    AddressPattern pattern = AddressPattern.parse(message.pattern());
    PatternCost.check(pattern);
    from.give(new QueryWalk(candidates(pattern), pattern));
  }

  private Iterator<AnnouncedSignal> candidates(AddressPattern pattern) {
    if (pattern.hasWildcard()) {
      return parts.announced().iterator();
    }
    AnnouncedSignal signal = parts.announced().find(pattern.text());
    return signal == null ? List.<AnnouncedSignal>of().iterator() : List.of(signal).iterator();
  }
}
