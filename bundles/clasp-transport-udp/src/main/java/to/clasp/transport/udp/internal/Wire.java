package to.clasp.transport.udp.internal;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.CloseMark;

/** What can be told of a datagram without decoding it. */
final class Wire {
  /** The largest datagram that is sent: it passes every usual path in one piece. */
  static final int LARGEST_SENT = 1200;

  static final byte[] PING = FrameCodec.encode(Ping.INSTANCE);
  static final byte[] PONG = FrameCodec.encode(Pong.INSTANCE);

  private static final int MAGIC = 0x53;
  private static final int HAS_TIMESTAMP = 0x20;
  private static final int HEADER = 4;
  private static final int TIMESTAMP = 8;
  private static final int HELLO = 0x01;
  private static final int WELCOME = 0x02;

  /** WELCOME, SNAPSHOT, RESULT, PONG, ACK and ERROR. */
  private static final List<Integer> ANSWERS = List.of(WELCOME, 0x23, 0x61, 0x42, 0x50, 0x51);

  private Wire() {}

  /** Copies a datagram to the begin of the array; returns its size. */
  static int read(ByteBuf content, byte[] into) {
    int length = content.readableBytes();
    content.readBytes(into, 0, length);
    return length;
  }

  static boolean looksLikeFrame(byte[] datagram, int length) {
    return length >= HEADER && datagram[0] == MAGIC;
  }

  static boolean is(byte[] frame, byte[] datagram, int length) {
    return Arrays.equals(frame, 0, frame.length, datagram, 0, length);
  }

  static boolean isHello(byte[] datagram, int length) {
    return hasType(HELLO, datagram, length);
  }

  static boolean isWelcome(byte[] datagram, int length) {
    return hasType(WELCOME, datagram, length);
  }

  /** Whether only servers say this. */
  static boolean isAnswer(byte[] datagram, int length) {
    return ANSWERS.stream().anyMatch(type -> hasType(type, datagram, length));
  }

  private static boolean hasType(int type, byte[] datagram, int length) {
    if (!looksLikeFrame(datagram, length)) {
      return false;
    }
    int payload = (datagram[1] & HAS_TIMESTAMP) == 0 ? HEADER : HEADER + TIMESTAMP;
    return length > payload && datagram[payload] == type;
  }

  /** The reason that a datagram tells for the close of its sender, or null if it is no mark. */
  static CloseReason closeReason(byte[] datagram, int length) {
    if (length != CloseMark.BYTES
        || !Arrays.equals(datagram, 0, HEADER, new byte[HEADER], 0, HEADER)) {
      return null;
    }
    return CloseMark.reason(datagram[HEADER] & 0xFF);
  }
}
