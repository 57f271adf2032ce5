package to.clasp.protocol.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** Writes fields into an array of exactly the size that was computed before. */
final class Writer {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long LARGEST_U32 = 0xFFFF_FFFFL;

  private final byte[] buffer;
  private final boolean ascii;
  private int at;

  /**
   * @param buffer the array
   * @param ascii whether to take every string for ASCII without looking, which makes all others too
   *     short
   */
  Writer(byte[] buffer, boolean ascii) {
    this.buffer = buffer;
    this.ascii = ascii;
  }

  int length() {
    return buffer.length;
  }

  int position() {
    return at;
  }

  void u8(int value) {
    buffer[at++] = (byte) value;
  }

  void u16(int value) {
    SHORT.set(buffer, at, (short) value);
    at += Short.BYTES;
  }

  /** Sets two bytes that were written before. */
  void u16At(int position, int value) {
    SHORT.set(buffer, position, (short) value);
  }

  void i32(int value) {
    INT.set(buffer, at, value);
    at += Integer.BYTES;
  }

  void u32(long value, String field) {
    if (value < 0 || value > LARGEST_U32) {
      throw outOfRange(field, value, LARGEST_U32);
    }
    i32((int) value);
  }

  void u64(long value) {
    LONG.set(buffer, at, value);
    at += Long.BYTES;
  }

  void f64(double value) {
    u64(Double.doubleToRawLongBits(value));
  }

  void string(String text) {
    int length = ascii ? text.length() : Utf8.length(text);
    u16(length);
    Utf8.write(text, length, buffer, at);
    at += length;
  }

  /** Reserves bytes that the caller fills itself. */
  int skip(int length) {
    int from = at;
    at += length;
    return from;
  }

  byte[] buffer() {
    return buffer;
  }

  static ProtocolException outOfRange(String field, long value, long largest) {
    return new ProtocolException(
        ErrorCode.INVALID_VALUE, field + " " + value + " is not in the range 0 to " + largest);
  }
}
