package to.clasp.transport.websocket.internal;

import java.io.IOException;
import to.clasp.transport.CloseReason;

/** The numbers of the WebSocket close frame (RFC 6455, 7.4). */
final class CloseCodes {
  private static final int NORMAL = 1000;

  private CloseCodes() {}

  static int of(CloseReason why) {
    return switch (why) {
      case NORMAL -> NORMAL;
      case GOING_AWAY, IDLE -> 1001;
      case PROTOCOL_ERROR -> 1002;
      case UNSUPPORTED_DATA -> 1003;
      case POLICY -> 1008;
      case TOO_LARGE -> 1009;
      case INTERNAL_ERROR -> 1011;
      case OVERLOADED -> 1013;
    };
  }

  /** Whether a peer may send the code. */
  static boolean isValid(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  /** What a close of the peer is reported as: null if all is well. */
  static IOException cause(int code, String text) {
    if (code == NORMAL) {
      return null;
    }
    return new IOException("closed by the peer: " + code + " " + printable(text));
  }

  /** The text may end up in a log. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
