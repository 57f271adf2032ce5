package to.clasp.transport.quic.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;

/** Frames for tests. */
final class Frames {
  private Frames() {}

  /** A frame with so many bytes of payload, all of one value. */
  static byte[] filled(int payload, int value) {
    byte[] frame = new byte[4 + payload];
    Arrays.fill(frame, (byte) value);
    frame[0] = 0x53;
    frame[1] = 1;
    frame[2] = (byte) (payload >> 8);
    frame[3] = (byte) payload;
    return frame;
  }

  static byte[] streamSignal(String address, String value) {
    return FrameCodec.encode(Publish.of(address, SignalType.STREAM, Value.of(value)));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
