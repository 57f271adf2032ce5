package to.clasp.router.internal.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is kept for one session beside what every session has, and ends with it. */
final class SessionParts {
  // Concurrent only because a session may be ended from outside its loop.
  private final Map<Class<?>, SessionPart> byKind = new ConcurrentHashMap<>(2);
  private volatile boolean ended;

  /** The part of a kind; made when it is asked for first. */
  <P extends SessionPart> P get(Class<P> kind, Supplier<P> maker) {
    P part = kind.cast(byKind.computeIfAbsent(kind, unused -> maker.get()));
    if (ended) {
      part.end();
    }
    return part;
  }

  void end() {
    ended = true;
    byKind.values().forEach(SessionPart::end);
  }
}
