package to.clasp.router.internal.session;

/** What belongs to one session and ends with it, see {@link SessionDriver#part}. */
public interface SessionPart {

  /** The session has ended; mostly on its loop, but safe from any thread, and again. */
  void end();
}
