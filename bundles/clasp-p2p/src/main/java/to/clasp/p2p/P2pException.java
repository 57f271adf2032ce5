package to.clasp.p2p;

/** A direct connection or a message failed; the message says why. */
public final class P2pException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message why, for people
   */
  public P2pException(String message) {
    super(message, null, false, false);
  }
}
