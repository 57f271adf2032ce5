package to.clasp.discovery.internal.broadcast;

import java.util.HexFormat;
import to.clasp.protocol.Hello;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.codec.FrameCodec;

/** The datagram that asks who is there: a HELLO of somebody who does not want a session. */
final class Request {
  private static final byte[] BYTES =
      HexFormat.of().parseHex("530100100101000009446973636f766572790000");

  private Request() {}

  static byte[] bytes() {
    return BYTES.clone();
  }

  /** Whether a datagram asks; under whatever name. */
  static boolean isOne(byte[] bytes, int length) {
    try {
      return FrameCodec.decode(bytes, 0, length).message() instanceof Hello;
    } catch (ProtocolException other) {
      return false;
    }
  }
}
