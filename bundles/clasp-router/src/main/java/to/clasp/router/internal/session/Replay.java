package to.clasp.router.internal.session;

import java.util.Iterator;
import java.util.List;

/**
 * What a new subscriber is told behind its snapshot, one piece after the other, as far as it keeps
 * up. Used by the session's loop only.
 */
public final class Replay {
  private static final int STEP_BYTES = 65_536;

  /** One thing to be told. */
  public interface Piece {
    /**
     * Appends it to the inbox of the session's loop, unless it has become void.
     *
     * @return its size in bytes, or 0
     */
    int give(Session to);
  }

  private final Iterator<? extends Piece> pieces;

  public Replay(List<? extends Piece> pieces) {
    this.pieces = pieces.iterator();
  }

  /**
   * Gives about one frame.
   *
   * @return false when there is nothing more
   */
  boolean step(Session session) {
    for (int bytes = 0; bytes < STEP_BYTES; ) {
      if (!pieces.hasNext()) {
        return false;
      }
      bytes += pieces.next().give(session);
    }
    return true;
  }
}
