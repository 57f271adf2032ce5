package to.clasp.osc.internal.codec;

/** Bytes that are no OSC; the text names what is wrong with them. */
public final class OscException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Without a stack trace, which senders could have made as often as they like.
   *
   * @param what names what is wrong
   */
  public OscException(String what) {
    super(what, null, false, false);
  }
}
