package to.clasp.protocol;

/** The five kinds of signal (protocol 2.3, ANNOUNCE). */
public enum SignalType {
  /** A value with a revision that the router keeps. */
  PARAM(0x80),
  /** Something that happened once. */
  EVENT(0x40),
  /** A flow of samples of which only the newest matters. */
  STREAM(0x20),
  /** Touch or motion with a start, moves and an end. */
  GESTURE(0x10),
  /** Keyframes to be played at a given time. */
  TIMELINE(0x08);

  private static final SignalType[] BY_CODE = values();

  private final int featureBit;

  SignalType(int featureBit) {
    this.featureBit = featureBit;
  }

  /**
   * The code on the wire in ANNOUNCE, RESULT and PUBLISH.
   *
   * @return 0 to 4
   */
  public int code() {
    return ordinal();
  }

  /**
   * The bit of this type in the type mask of SUBSCRIBE.
   *
   * @return one bit, 0x01 to 0x10
   */
  public int maskBit() {
    return 1 << ordinal();
  }

  /**
   * The bit of this type in the features of HELLO and WELCOME.
   *
   * @return one bit, 0x80 to 0x08
   */
  public int featureBit() {
    return featureBit;
  }

  /**
   * The type of a code on the wire.
   *
   * @param code any number
   * @return the type; event for codes that are not assigned
   */
  public static SignalType ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : EVENT;
  }
}
