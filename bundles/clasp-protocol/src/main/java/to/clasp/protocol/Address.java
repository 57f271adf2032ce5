package to.clasp.protocol;

/** The rules for addresses (protocol 4.1, stricter where the reference checks nothing). */
public final class Address {
  /** The longest address allowed, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  private Address() {}

  /**
   * Checks that a text is a valid address: it starts with {@code /}, has no empty segment, contains
   * no {@code *} and is at most {@link #MAX_BYTES} long.
   *
   * @param text the text
   * @throws ProtocolException with {@link ErrorCode#INVALID_ADDRESS} if it is not; the message says
   *     why
   */
  public static void check(String text) {
    String fault = PathCheck.fault(text, false);
    if (fault != null) {
      throw new ProtocolException(
          ErrorCode.INVALID_ADDRESS, "address " + Quoted.of(text) + " " + fault, text);
    }
  }
}
