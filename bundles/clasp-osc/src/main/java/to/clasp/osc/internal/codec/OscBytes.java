package to.clasp.osc.internal.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/** The parts all of OSC is made of: big-endian numbers, and texts padded to four bytes. */
final class OscBytes {
  static final int UNIT = 4;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private OscBytes() {}

  static int int32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void int32(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static long int64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void int64(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  /** The next multiple of four. */
  static int padded(int size) {
    return size + UNIT - 1 & -UNIT;
  }

  /**
   * Finds the end of a text.
   *
   * @return where its first NUL is; the padding behind it lies before the limit, too
   */
  static int endOfText(byte[] bytes, int from, int limit, String what) {
    int at = from;
    while (at < limit && bytes[at] != 0) {
      at++;
    }
    if (at == limit || from + padded(at - from + 1) > limit) {
      throw new OscException(what + " is cut off");
    }
    return at;
  }

  /** Reads a text; the specification says ASCII, and everybody sends UTF-8. */
  static String text(byte[] bytes, int from, int to, String what) {
    for (int at = from; at < to; at++) {
      if (bytes[at] < 0) {
        return unicode(bytes, from, to, what);
      }
    }
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  private static String unicode(byte[] bytes, int from, int to, String what) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException invalid) {
      throw new OscException(what + " is no UTF-8");
    }
  }
}
