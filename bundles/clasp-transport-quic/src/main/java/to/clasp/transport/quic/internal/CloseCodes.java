package to.clasp.transport.quic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.io.IOException;
import to.clasp.transport.CloseReason;

/** QUIC application error codes: 0 for a normal end, else the numbers of WebSocket. */
final class CloseCodes {
  private static final int NORMAL = 0;

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

  /** What a close of the whole QUIC connection is reported as: null if all is well. */
  static IOException cause(QuicConnectionCloseEvent told) {
    if (told.error() == NORMAL) {
      return null;
    }
    String text = text(told);
    return told.isApplicationClose()
        ? cause(told.error(), text)
        : new IOException(
            ("QUIC error 0x" + Integer.toHexString(told.error()) + " " + text).trim());
  }

  /** The event fails when it is asked for a reason that the peer has not given. */
  private static String text(QuicConnectionCloseEvent told) {
    try {
      return printable(new String(told.reason(), UTF_8));
    } catch (NullPointerException none) {
      return "";
    }
  }

  /** What a reset stream is reported as; a reset has no text. */
  static IOException cause(long code) {
    for (CloseReason why : CloseReason.values()) {
      if (why != CloseReason.NORMAL && of(why) == code) {
        return cause(code, why.text());
      }
    }
    return cause(code, "stream reset");
  }

  private static IOException cause(long code, String text) {
    return new IOException(("closed by the peer: " + code + " " + text).trim());
  }

  /** The text may end up in a log. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
