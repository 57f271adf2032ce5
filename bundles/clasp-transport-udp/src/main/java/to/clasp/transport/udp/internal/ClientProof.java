package to.clasp.transport.udp.internal;

import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
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

  /** The frame to answer a datagram with instead of handing it over, or null. */
  byte[] answer(byte[] datagram, int length) {
    if (left == 0 || !Wire.isWelcome(datagram, length)) {
      return null;
    }
    try {
      Message message = FrameCodec.decode(datagram, 0, length).message();
      if (message instanceof Welcome welcome
          && welcome.session().isEmpty()
          && welcome.token() != null) {
        left--;
        return withCookie(welcome.token());
      }
    } catch (ProtocolException invalid) {
      // the handler finds out for itself
    }
    left = 0;
    return null;
  }

  private byte[] withCookie(String cookie) {
    Hello first = (Hello) FrameCodec.decode(hello, 0, hello.length).message();
    return FrameCodec.encode(
        new Hello(
            first.version(), first.features(), first.name(), Cookies.join(cookie, first.token())));
  }
}
