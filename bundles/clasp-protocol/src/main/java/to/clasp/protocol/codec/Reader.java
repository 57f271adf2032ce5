package to.clasp.protocol.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** Reads the fields of a payload; no read goes beyond its end. */
final class Reader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] buffer;
  private final int start;
  private final AddressCache addresses;
  private int at;
  private int end;
  private int bundles;
  private String message = "payload";

  /** Reads without a cache of addresses. */
  Reader(byte[] buffer, int start, int end) {
    this(buffer, start, end, null);
  }

  /**
   * The caller has checked that the range is inside the array.
   *
   * @param addresses knows addresses that were read before, or null
   */
  Reader(byte[] buffer, int start, int end, AddressCache addresses) {
    this.buffer = buffer;
    this.addresses = addresses;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  /** Names the message that is read, for the text of errors. */
  void message(String name) {
    message = name;
  }

  int remaining() {
    return end - at;
  }

  /** Counts the bundles that are open. */
  int enterBundle() {
    return ++bundles;
  }

  void leaveBundle() {
    bundles--;
  }

  /** Narrows what can be read to the next bytes; {@link #leave} undoes it. */
  int enter(int length, String field) {
    require(length, field);
    int outer = end;
    end = at + length;
    return outer;
  }

  /** Goes to the end of the narrowed part and widens again to what {@link #enter} returned. */
  void leave(int outer) {
    at = end;
    end = outer;
  }

  int u8(String field) {
    require(1, field);
    return buffer[at++] & 0xFF;
  }

  int u16(String field) {
    require(Short.BYTES, field);
    int value = (short) SHORT.get(buffer, at) & 0xFFFF;
    at += Short.BYTES;
    return value;
  }

  int i32(String field) {
    require(Integer.BYTES, field);
    int value = (int) INT.get(buffer, at);
    at += Integer.BYTES;
    return value;
  }

  long u32(String field) {
    return i32(field) & 0xFFFF_FFFFL;
  }

  long u64(String field) {
    require(Long.BYTES, field);
    long value = (long) LONG.get(buffer, at);
    at += Long.BYTES;
    return value;
  }

  double f64(String field) {
    return Double.longBitsToDouble(u64(field));
  }

  String string(String field) {
    int length = u16(field);
    require(length, field);
    return text(Utf8.read(buffer, at, length), length, field);
  }

  /** A string that often came before. */
  String address(String field) {
    if (addresses == null) {
      return string(field);
    }
    int length = u16(field);
    require(length, field);
    return text(addresses.read(buffer, at, length), length, field);
  }

  private String text(String read, int length, String field) {
    if (read == null) {
      throw error(field, "is not valid UTF-8");
    }
    at += length;
    return read;
  }

  /** A number of elements, refused when the rest of the payload is too short to hold them. */
  int count(int smallestElement, String field) {
    int count = u16(field);
    requireCount(count, smallestElement, field);
    return count;
  }

  void requireCount(int count, int smallestElement, String field) {
    if (count * smallestElement > remaining()) {
      throw error(field, "should be " + count + " but only " + remaining() + " bytes follow");
    }
  }

  /** Skips bytes that the caller copies itself. */
  int skip(int length, String field) {
    require(length, field);
    int from = at;
    at += length;
    return from;
  }

  byte[] buffer() {
    return buffer;
  }

  ProtocolException error(String field, String what) {
    return new ProtocolException(
        ErrorCode.INVALID_MESSAGE,
        message + ": " + field + " " + what + " (byte " + (at - start) + " of the payload)");
  }

  private void require(int bytes, String field) {
    if (bytes > end - at) {
      throw error(field, "is cut off: " + bytes + " bytes needed, " + remaining() + " left");
    }
  }
}
