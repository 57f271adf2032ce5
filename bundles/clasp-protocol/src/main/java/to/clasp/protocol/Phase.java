package to.clasp.protocol;

/** The phase of a gesture (protocol 2.3, PUBLISH). */
public enum Phase {
  /** The gesture begins. */
  START,
  /** The gesture goes on. */
  MOVE,
  /** The gesture is complete. */
  END,
  /** The gesture is given up. */
  CANCEL;

  private static final Phase[] BY_CODE = values();

  /**
   * The code on the wire.
   *
   * @return 0 to 3
   */
  public int code() {
    return ordinal();
  }

  /**
   * The phase of a code on the wire.
   *
   * @param code any number
   * @return the phase; start for codes that are not assigned
   */
  public static Phase ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : START;
  }
}
