package to.clasp.router.internal.session;

/**
 * Tells a session what there is already, a piece at a time, so that it holds up nobody else. Used
 * by the session's loop only.
 */
public interface Walk {
  /**
   * Appends the next piece to the inbox of the session's loop: about one frame.
   *
   * @return false when there is nothing more; its end is appended too, then
   */
  boolean step(Session session);
}
