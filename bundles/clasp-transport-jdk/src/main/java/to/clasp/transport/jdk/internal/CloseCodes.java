package to.clasp.transport.jdk.internal;

import java.io.IOException;
import to.clasp.transport.CloseReason;

/** The numbers of the WebSocket close frame (RFC 6455, 7.4). */
final class CloseCodes {
  static final int NORMAL = 1000;

  private static final int NO_CODE = 1005;
  private static final int NO_CLOSE_FRAME = 1006;
  private static final int PRIVATE_USE = 3000;

  private CloseCodes() {}

  /** The platform lets a client send some codes only from the range for private use. */
  static int of(CloseReason why) {
    return switch (why) {
      case NORMAL -> NORMAL;
      case GOING_AWAY, IDLE -> 1001;
      case PROTOCOL_ERROR -> PRIVATE_USE + 1002;
      case UNSUPPORTED_DATA -> PRIVATE_USE + 1003;
      case POLICY -> 1008;
      case TOO_LARGE -> PRIVATE_USE + 1009;
      case INTERNAL_ERROR -> 1011;
      case OVERLOADED -> PRIVATE_USE + 1013;
    };
  }

  /** What a close of the peer is reported as: null if all is well. */
  static IOException cause(int code, String text) {
    return switch (code) {
      case NORMAL, NO_CODE -> null;
      case NO_CLOSE_FRAME -> new IOException("the peer ended the connection without a word");
      default -> new IOException("closed by the peer: " + code + " " + printable(text));
    };
  }

  /** The text may end up in a log. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
