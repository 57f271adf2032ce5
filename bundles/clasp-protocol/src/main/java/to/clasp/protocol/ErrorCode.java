package to.clasp.protocol;

import java.util.Optional;

/** The assigned error codes (protocol 12.1). */
public enum ErrorCode {
  /** The bytes are no frame. */
  INVALID_FRAME(100),
  /** The frame carries no message that can be understood here. */
  INVALID_MESSAGE(101),
  /** The protocol version is not supported. */
  UNSUPPORTED_VERSION(102),
  /** The address is not a valid address. */
  INVALID_ADDRESS(200),
  /** There is no param at the address. */
  ADDRESS_NOT_FOUND(201),
  /** The pattern is not a valid pattern. */
  PATTERN_ERROR(202),
  /** No token, or one that nobody accepts. */
  UNAUTHORIZED(300),
  /** The token's scopes do not allow it. */
  FORBIDDEN(301),
  /** The token has expired. */
  TOKEN_EXPIRED(302),
  /** The param has another revision than the writer expected, or the state is full. */
  REVISION_CONFLICT(400),
  /** Another session holds the param's lock. */
  LOCK_HELD(401),
  /** The value cannot be accepted. */
  INVALID_VALUE(402),
  /** A bundle contains something its sender may not do. */
  BUNDLE_FORBIDDEN(403),
  /** The session a signal is directed to does not exist. */
  TARGET_NOT_FOUND(404),
  /** Too many messages or subscriptions. */
  LIMIT_EXCEEDED(429),
  /** The router failed. */
  INTERNAL_ERROR(500),
  /** The router, or what was asked of it, is not available. */
  SERVICE_UNAVAILABLE(501),
  /** Something did not happen in time. */
  TIMEOUT(502),
  /** The session's queue is full, or the router has no room for another session. */
  OVERFLOW(503);

  private static final ErrorCode[] ALL = values();

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  /**
   * The number on the wire.
   *
   * @return 100 to 599
   */
  public int code() {
    return code;
  }

  /**
   * The assigned error of a number.
   *
   * @param code any number
   * @return the error, or empty if the number is not assigned
   */
  public static Optional<ErrorCode> of(int code) {
    for (ErrorCode candidate : ALL) {
      if (candidate.code == code) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
