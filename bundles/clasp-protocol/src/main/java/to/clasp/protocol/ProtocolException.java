package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * Something violates the protocol: bytes that are no message, an invalid address, a refused value.
 * It holds what an ERROR message needs. It has no stack trace, because peers can cause any number
 * of them.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String address;

  /**
   * An error that is about no address.
   *
   * @param code the kind of error
   * @param message text for people that names what was wrong
   */
  public ProtocolException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * An error about an address.
   *
   * @param code the kind of error
   * @param message text for people that names what was wrong
   * @param address the address or pattern, or null
   */
  public ProtocolException(ErrorCode code, String message, String address) {
    super(requireNonNull(message, "message"), null, false, false);
    this.code = requireNonNull(code, "code");
    this.address = address;
  }

  /**
   * The kind of error.
   *
   * @return the code
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * What the error is about.
   *
   * @return the address or pattern, or null
   */
  public String address() {
    return address;
  }

  /**
   * The ERROR message that tells a peer.
   *
   * @return code, text and address of this exception; without the address if it is longer than any
   *     address may be, since the message must fit a frame
   */
  public ErrorMessage toMessage() {
    boolean fits = address == null || address.length() <= Address.MAX_BYTES;
    return new ErrorMessage(code.code(), getMessage(), fits ? address : null, null);
  }
}
