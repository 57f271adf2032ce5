package to.clasp.router.internal.session;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.CloseReason;

/** The last ERROR of a connection that its transport is about to close. */
final class Farewell {
  private Farewell() {}

  static ProtocolException of(CloseReason why) {
    return switch (why) {
      case UNSUPPORTED_DATA ->
          new ProtocolException(ErrorCode.INVALID_FRAME, "only binary frames are accepted");
      case TOO_LARGE ->
          new ProtocolException(ErrorCode.INVALID_FRAME, "the frame is larger than accepted here");
      case PROTOCOL_ERROR ->
          new ProtocolException(ErrorCode.INVALID_FRAME, "the transport's framing is broken");
      case IDLE -> new ProtocolException(ErrorCode.TIMEOUT, "nothing was received for too long");
      case INTERNAL_ERROR -> new ProtocolException(ErrorCode.INTERNAL_ERROR, "internal error");
      case OVERLOADED ->
          new ProtocolException(ErrorCode.OVERFLOW, "the client does not keep up, or no room");
      case NORMAL, GOING_AWAY, POLICY ->
          new ProtocolException(ErrorCode.SERVICE_UNAVAILABLE, "the service ends: " + why.text());
    };
  }
}
