package to.clasp.transport.udp.internal;

import to.clasp.protocol.Hello;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;

/** Says a client's HELLO again with the cookie that the server answered the first one with. */
final class ClientProof {
  /** A cookie may be too old by the time it arrives. More often is no coincidence. */
  private static final int MOST = 3;

  private byte[] hello;
  private int left;
  private boolean spoken;

  /** The client says a frame. */
  void sent(byte[] frame) {
    spoken = true;
    if (Wire.isHello(frame, frame.length)) {
      hello = frame;
      left = MOST;
    }
  }

  boolean hasSpoken() {
    return spoken;
  }

  /** Whether a datagram asks for a proof. That is no business of the handler. */
  static boolean isRequest(byte[] datagram, int length) {
    return cookie(datagram, length) != null;
  }

  /** The frame to answer a request for a proof with, or null if that was done often enough. */
  byte[] answer(byte[] datagram, int length) {
    if (left == 0) {
      return null;
    }
    left--;
    return withCookie(cookie(datagram, length));
  }

  /** The real WELCOME has come, and what else asks for a proof is late or forged. */
  void done() {
    left = 0;
  }

  private static String cookie(byte[] datagram, int length) {
    if (!Wire.isWelcome(datagram, length)) {
      return null;
    }
    try {
      return FrameCodec.decode(datagram, 0, length).message() instanceof Welcome welcome
              && welcome.session().isEmpty()
          ? welcome.token()
          : null;
    } catch (ProtocolException invalid) {
      // the handler finds out for itself
      return null;
    }
  }

  private byte[] withCookie(String cookie) {
    Hello first = (Hello) FrameCodec.decode(hello, 0, hello.length).message();
    return FrameCodec.encode(
        new Hello(
            first.version(), first.features(), first.name(), Cookies.join(cookie, first.token())));
  }
}
