package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import to.clasp.transport.CloseReason;

/** Writes WebSocket frames for one peer: masked if this side is the client. */
final class Framer {
  /** The longest header: two bytes, eight of length, four of mask. */
  static final int OVERHEAD = 14;

  private static final SecureRandom SEEDS = new SecureRandom();
  private static final byte[] EMPTY = {};
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  private static final Framer OF_SERVER = new Framer(null);

  private final SplittableRandom masks;

  private Framer(SplittableRandom masks) {
    this.masks = masks;
  }

  static Framer ofServer() {
    return OF_SERVER;
  }

  static Framer ofClient() {
    return new Framer(new SplittableRandom(SEEDS.nextLong()));
  }

  void writeBinary(byte[] frame, ByteBuf out) {
    write(Header.BINARY, frame, 0, frame.length, out);
  }

  void writePing(ByteBuf out) {
    write(Header.PING, EMPTY, 0, 0, out);
  }

  void writePong(byte[] payload, int at, int length, ByteBuf out) {
    write(Header.PONG, payload, at, length, out);
  }

  void writeClose(CloseReason why, ByteBuf out) {
    byte[] text = why.text().getBytes(UTF_8);
    byte[] payload = new byte[2 + text.length];
    int code = CloseCodes.of(why);
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    writeClose(payload, 0, payload.length, out);
  }

  void writeClose(byte[] payload, int at, int length, ByteBuf out) {
    write(Header.CLOSE, payload, at, length, out);
  }

  private void write(int opcode, byte[] payload, int at, int length, ByteBuf out) {
    writeHeader(opcode, masks == null ? 0 : MASKED, length, out);
    if (masks == null) {
      out.writeBytes(payload, at, length);
      return;
    }
    int mask = masks.nextInt();
    byte[] copy = Arrays.copyOfRange(payload, at, at + length);
    Mask.apply(mask, copy, 0, length);
    out.writeInt(mask).writeBytes(copy);
  }

  /** What a server writes before a payload of that size, at most 10 bytes. */
  static void writeBinaryHeader(int length, ByteBuf out) {
    writeHeader(Header.BINARY, 0, length, out);
  }

  private static void writeHeader(int opcode, int masked, int length, ByteBuf out) {
    int first = (FIN | opcode) << 8 | masked;
    if (length < 126) {
      out.writeShort(first | length);
    } else if (length < 65_536) {
      out.writeShort(first | 126).writeShort(length);
    } else {
      out.writeShort(first | 127).writeLong(length);
    }
  }
}
