package to.clasp.router.internal.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is kept for one session beside what every session has, and ends with it. */
final class SessionParts {
  // Null until the first part; concurrent only because a session may be ended from outside its
  // loop.
  private volatile Map<Class<?>, SessionPart> byKind;
  private volatile boolean ended;

  /** The part of a kind; made when it is asked for first. On the session's loop. */
  <P extends SessionPart> P get(Class<P> kind, Supplier<P> maker) {
    if (byKind == null) {
      byKind = new ConcurrentHashMap<>(2);
    }
    P part = kind.cast(byKind.computeIfAbsent(kind, unused -> maker.get()));
    if (ended) {
      part.end();
    }
    return part;
  }

  void end() {
    ended = true;
    Map<Class<?>, SessionPart> made = byKind;
    if (made != null) {
      made.values().forEach(SessionPart::end);
    }
  }
}
