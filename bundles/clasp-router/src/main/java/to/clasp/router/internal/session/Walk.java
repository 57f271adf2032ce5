package to.clasp.router.internal.session;

/** A long answer to a session, given a piece at a time, so that it holds up nobody else. */
public interface Walk {
  /**
   * Appends the next piece to the inbox of the session's loop: about one frame.
   *
   * @return false when there is nothing more; its end is appended too, then
   */
  boolean step(Session session);
}
