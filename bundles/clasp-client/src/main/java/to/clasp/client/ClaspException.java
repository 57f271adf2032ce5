package to.clasp.client;

/**
 * A call failed: the router refused it, it was not answered in time, or the connection is gone. The
 * message says which call, and why.
 */
public final class ClaspException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String address;

  /**
   * A failure.
   *
   * @param code the code of the router's ERROR, see {@link to.clasp.protocol.ErrorCode}; 0 if the
   *     router did not send one
   * @param message what failed, and why
   * @param address the address or pattern it is about, or null
   * @param cause what caused it, or null
   */
  public ClaspException(int code, String message, String address, Throwable cause) {
    super(message, cause, false, true);
    this.code = code;
    this.address = address;
  }

  /**
   * Takes no stack trace: it would show the event loop, and a server can cause any number of
   * failures. What a call that blocks throws has that of its caller.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /**
   * The router's reason.
   *
   * @return a number of {@link to.clasp.protocol.ErrorCode}, or another one; 0 if the failure was
   *     not told by the router, as when no answer came or the connection was lost
   */
  public int code() {
    return code;
  }

  /**
   * What it is about.
   *
   * @return the address or pattern, or null
   */
  public String address() {
    return address;
  }
}
