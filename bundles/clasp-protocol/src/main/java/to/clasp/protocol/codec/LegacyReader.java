package to.clasp.protocol.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** Walks through the MessagePack items of a legacy payload; no read goes beyond its end. */
final class LegacyReader {
  static final int NIL = 0xC0;
  static final int FALSE = 0xC2;
  static final int TRUE = 0xC3;
  static final int BIN_8 = 0xC4;
  static final int EXT_8 = 0xC7;
  static final int FLOAT_32 = 0xCA;
  static final int FLOAT_64 = 0xCB;
  static final int UINT_8 = 0xCC;
  static final int UINT_64 = 0xCF;
  static final int INT_8 = 0xD0;
  static final int INT_64 = 0xD3;
  static final int FIXEXT_1 = 0xD4;
  static final int STR_8 = 0xD9;
  static final int ARRAY_16 = 0xDC;
  static final int MAP_16 = 0xDE;
  static final int NEGATIVE_FIXINT = 0xE0;

  private static final int FIXMAP = 0x80;
  private static final int FIXARRAY = 0x90;
  private static final int FIXSTR = 0xA0;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] buffer;
  private final int start;
  private final int end;
  private int at;
  private String message = "payload";

  /** The caller has checked that the range is inside the array. */
  LegacyReader(byte[] buffer, int start, int end) {
    this.buffer = buffer;
    this.start = start;
    this.at = start;
    this.end = end;
  }

  /** Whether a payload with this first byte is a map, and so a legacy message. */
  static boolean isMap(int first) {
    return first >= FIXMAP && first < FIXARRAY || first == MAP_16 || first == MAP_16 + 1;
  }

  private static boolean isArray(int head) {
    return head >= FIXARRAY && head < FIXSTR || head == ARRAY_16 || head == ARRAY_16 + 1;
  }

  static boolean isString(int head) {
    return head >= FIXSTR && head < NIL || head >= STR_8 && head < ARRAY_16;
  }

  static boolean isBinary(int head) {
    return head >= BIN_8 && head < EXT_8;
  }

  static boolean isInteger(int head) {
    return head < FIXMAP || head >= UINT_8 && head < FIXEXT_1 || head >= NEGATIVE_FIXINT;
  }

  /** Names the message that is read, for the text of errors. */
  void message(String name) {
    message = name;
  }

  int position() {
    return at;
  }

  void seek(int position) {
    at = position;
  }

  byte[] buffer() {
    return buffer;
  }

  /** The first byte of the next item, which stays where it is. */
  int peek(String field) {
    require(1, field);
    return buffer[at] & 0xFF;
  }

  private int head(String field) {
    int head = peek(field);
    at++;
    return head;
  }

  /** Enters a map; its keys and values are the next items. */
  int mapSize(String field) {
    int head = head(field);
    if (!isMap(head)) {
      throw error(field, "is not a map");
    }
    return count(head < FIXARRAY ? head - FIXMAP : length(head - MAP_16 + 1, field), 2, field);
  }

  /** Enters an array; its elements are the next items. */
  int arraySize(String field) {
    int head = head(field);
    if (!isArray(head)) {
      throw error(field, "is not an array");
    }
    return count(head < FIXSTR ? head - FIXARRAY : length(head - ARRAY_16 + 1, field), 1, field);
  }

  /** Every item takes a byte at least, so that the payload's size bounds what a count can cause. */
  private int count(long count, int itemsEach, String field) {
    if (count * itemsEach > end - at) {
      throw error(
          field, "should have " + count + " elements but only " + (end - at) + " bytes follow");
    }
    return (int) count;
  }

  String string(String field) {
    int length = stringLength(field);
    String text = Utf8.read(buffer, at, length);
    if (text == null) {
      throw error(field, "is not valid UTF-8");
    }
    at += length;
    return text;
  }

  /** Enters a string; its bytes follow, and are there. */
  int stringLength(String field) {
    int head = head(field);
    if (!isString(head)) {
      throw error(field, "is not a string");
    }
    return bounded(head < NIL ? head - FIXSTR : length(head - STR_8, field), field);
  }

  /** Enters binary data; its bytes follow, and are there. */
  int binaryLength(String field) {
    return bounded(length(head(field) - BIN_8, field), field);
  }

  private int bounded(long length, String field) {
    require(length, field);
    return (int) length;
  }

  /** A length of 1, 2 or 4 bytes, chosen by 0, 1 or 2. */
  private long length(int width, String field) {
    return switch (width) {
      case 0 -> raw(Byte.BYTES, field) & 0xFFL;
      case 1 -> raw(Short.BYTES, field) & 0xFFFFL;
      default -> raw(Integer.BYTES, field) & 0xFFFF_FFFFL;
    };
  }

  /**
   * Reads any integer. One of 2^63 or more comes as a negative number; only an item that begins
   * with {@link #UINT_64} can be one.
   */
  long integer(String field) {
    int head = head(field);
    if (head < FIXMAP || head >= NEGATIVE_FIXINT) {
      return (byte) head;
    }
    return switch (head) {
      case UINT_8 -> raw(Byte.BYTES, field) & 0xFFL;
      case UINT_8 + 1 -> raw(Short.BYTES, field) & 0xFFFFL;
      case UINT_8 + 2 -> raw(Integer.BYTES, field) & 0xFFFF_FFFFL;
      case UINT_64, INT_64 -> raw(Long.BYTES, field);
      case INT_8 -> raw(Byte.BYTES, field);
      case INT_8 + 1 -> raw(Short.BYTES, field);
      case INT_8 + 2 -> raw(Integer.BYTES, field);
      default -> throw error(field, "is not an integer");
    };
  }

  /** Reads any number. */
  double number(String field) {
    int head = peek(field);
    if (head == FLOAT_32) {
      at++;
      return Float.intBitsToFloat((int) raw(Integer.BYTES, field));
    } else if (head == FLOAT_64) {
      at++;
      return Double.longBitsToDouble(raw(Long.BYTES, field));
    } else if (!isInteger(head)) {
      throw error(field, "is not a number");
    }
    long value = integer(field);
    return head == UINT_64 && value < 0 ? unsignedToDouble(value) : value;
  }

  private static double unsignedToDouble(long value) {
    // Keeps the lowest bit, so that the result is rounded as if from the whole number.
    return (double) (value >>> 1 | value & 1) * 2;
  }

  boolean bool(String field) {
    int head = head(field);
    if (head != TRUE && head != FALSE) {
      throw error(field, "is not true or false");
    }
    return head == TRUE;
  }

  /** Passes the next item with all it contains; nesting costs no stack. */
  void skip(String field) {
    long pending = 1;
    while (pending > 0) {
      pending += skipHead(field) - 1;
    }
  }

  /** Passes an item without its elements and tells how many elements follow. */
  private long skipHead(String field) {
    int head = peek(field);
    if (isMap(head)) {
      return 2L * mapSize(field);
    } else if (isArray(head)) {
      return arraySize(field);
    }
    if (isString(head)) {
      passBytes(stringLength(field));
    } else if (isBinary(head)) {
      passBytes(binaryLength(field));
    } else if (isInteger(head)) {
      integer(field);
    } else if (head == FLOAT_32 || head == FLOAT_64) {
      number(field);
    } else if (head >= EXT_8) {
      skipExtension(head, field);
    } else if (head == NIL || head == TRUE || head == FALSE) {
      at++;
    } else {
      throw error(field, "has the unknown MessagePack type 0x" + Integer.toHexString(head));
    }
    return 0;
  }

  private void skipExtension(int head, String field) {
    at++;
    long length = head < FIXEXT_1 ? length(head - EXT_8, field) : 1L << head - FIXEXT_1;
    passBytes(bounded(1 + length, field));
  }

  private void passBytes(int count) {
    at += count;
  }

  private long raw(int bytes, String field) {
    require(bytes, field);
    int from = at;
    at += bytes;
    return switch (bytes) {
      case Byte.BYTES -> buffer[from];
      case Short.BYTES -> (short) SHORT.get(buffer, from);
      case Integer.BYTES -> (int) INT.get(buffer, from);
      default -> (long) LONG.get(buffer, from);
    };
  }

  private void require(long bytes, String field) {
    if (bytes > end - at) {
      throw error(field, "is cut off: " + bytes + " bytes needed, " + (end - at) + " left");
    }
  }

  ProtocolException error(String field, String what) {
    return new ProtocolException(
        ErrorCode.INVALID_MESSAGE,
        message + ": " + field + " " + what + " (byte " + (at - start) + " of the payload)");
  }
}
