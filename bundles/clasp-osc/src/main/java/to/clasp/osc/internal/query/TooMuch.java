package to.clasp.osc.internal.query;

/** An answer would be too large. */
final class TooMuch extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what how much it would be
   */
  TooMuch(String what) {
    super(what, null, false, false);
  }
}
