package to.clasp.transport.websocket.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** WebSocket frames made byte by byte, so that the tests do not share code with what they test. */
final class Bytes {
  private static final byte[] MASK = {0x12, (byte) 0x9A, 0x00, 0x7F};

  private Bytes() {}

  /** A frame of a server. */
  static byte[] plain(int first, byte... payload) {
    return frame(first, null, payload);
  }

  /** A frame of a client. */
  static byte[] masked(int first, byte... payload) {
    return frame(first, MASK, payload);
  }

  private static byte[] frame(int first, byte[] mask, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bit = mask == null ? 0 : 0x80;
    out.write(first);
    if (payload.length < 126) {
      out.write(bit | payload.length);
    } else if (payload.length < 65_536) {
      out.write(bit | 126);
      number(out, payload.length, 2);
    } else {
      out.write(bit | 127);
      number(out, payload.length, 8);
    }
    if (mask != null) {
      out.writeBytes(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(mask == null ? payload[i] : payload[i] ^ mask[i % 4]);
    }
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, long number, int size) {
    for (int i = size - 1; i >= 0; i--) {
      out.write((int) (number >> (8 * i)));
    }
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] filled(int size, int seed) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (seed * 17 + i);
    }
    return bytes;
  }

  static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** What a peer reads until the end. */
  static byte[] allOf(RawSocket peer) {
    try {
      return peer.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
