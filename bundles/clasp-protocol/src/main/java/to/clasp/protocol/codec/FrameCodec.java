package to.clasp.protocol.codec;

import to.clasp.protocol.Message;
import to.clasp.protocol.Snapshot;

/** stub, to be written. */
public final class FrameCodec {
  public static final int MAX_PAYLOAD = 65_535;

  private FrameCodec() {}

  public static byte[] encode(Message message) {
    throw new UnsupportedOperationException();
  }

  public static byte[] encode(Message message, FrameOptions options) {
    throw new UnsupportedOperationException();
  }

  public static DecodedFrame decode(byte[] buffer, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  public static int payloadSize(Message message) {
    throw new UnsupportedOperationException();
  }

  public static int payloadSize(Snapshot.Entry entry) {
    throw new UnsupportedOperationException();
  }
}
