package to.clasp.transport.quic.internal;

import to.clasp.protocol.codec.FrameCodec;

/** What the header of a CLASP frame tells (protocol part 1), without decoding the message. */
final class FrameHeader {
  static final byte MAGIC = 0x53;

  /** The part of a header that holds its length. */
  static final int NEEDED = 4;

  private static final int TIMESTAMP = 0x20;
  private static final int QUALITY = 0xC0;
  private static final byte PUBLISH = 0x20;
  private static final int STREAM = 2;

  private FrameHeader() {}

  private static int size(byte[] frame) {
    return (frame[1] & TIMESTAMP) == 0 ? 4 : 12;
  }

  /** Whether the bytes are one frame and nothing else. */
  static boolean isWhole(byte[] bytes, int length) {
    return length >= NEEDED
        && bytes[0] == MAGIC
        && FrameCodec.frameLength(bytes, 0, length) == length;
  }

  /** Whether it is a signal of type stream that nobody wants to have confirmed. */
  static boolean isStreamSignal(byte[] frame) {
    if (frame.length < NEEDED || (frame[1] & QUALITY) != 0) {
      return false;
    }
    int payload = size(frame);
    return frame.length > payload + 1
        && frame[payload] == PUBLISH
        && (frame[payload + 1] & 0xFF) >> 5 == STREAM;
  }
}
