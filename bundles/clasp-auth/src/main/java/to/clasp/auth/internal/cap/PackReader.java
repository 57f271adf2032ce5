package to.clasp.auth.internal.cap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** Reads the few kinds of MessagePack items that a token is made of, and no others. */
final class PackReader {
  private static final int NIL = 0xC0;
  private static final int BIN_8 = 0xC4;
  private static final int UINT_8 = 0xCC;
  private static final int UINT_64 = 0xCF;
  private static final int STR_8 = 0xD9;
  private static final int ARRAY_16 = 0xDC;
  private static final int FIXMAP = 0x80;
  private static final int FIXARRAY = 0x90;
  private static final int FIXSTR = 0xA0;

  private final ByteBuffer in;

  PackReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /** Enters a map of up to 15 members. */
  int map(String what) {
    int head = head(what);
    if (head < FIXMAP || head >= FIXARRAY) {
      throw fault(what, "is not a map");
    }
    return head - FIXMAP;
  }

  /**
   * Enters an array.
   *
   * @param most as many elements as it may have
   */
  int array(String what, int most) {
    int head = head(what);
    int size;
    if (head >= FIXARRAY && head < FIXSTR) {
      size = head - FIXARRAY;
    } else if (head == ARRAY_16) {
      size = (int) unsigned(Short.BYTES, what);
    } else {
      throw fault(what, "is not an array");
    }
    if (size > most) {
      throw fault(what, "has more than " + most + " elements");
    }
    return size;
  }

  String text(String what) {
    int head = head(what);
    int length;
    if (head >= FIXSTR && head < NIL) {
      length = head - FIXSTR;
    } else if (head == STR_8 || head == STR_8 + 1) {
      length = (int) unsigned(1 << head - STR_8, what);
    } else {
      throw fault(what, "is not a text");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(take(length, what)))
          .toString();
    } catch (CharacterCodingException e) {
      throw fault(what, "is not valid UTF-8");
    }
  }

  /** A whole number from 0 on. */
  long number(String what) {
    int head = head(what);
    if (head < FIXMAP) {
      return head;
    }
    if (head < UINT_8 || head > UINT_64) {
      throw fault(what, "is not a whole number");
    }
    long number = unsigned(1 << head - UINT_8, what);
    if (number < 0) {
      throw fault(what, "is too great");
    }
    return number;
  }

  /** Bytes, which encoders also write as an array of numbers. */
  byte[] bytes(String what, int size) {
    int head = in.hasRemaining() ? in.get(in.position()) & 0xFF : 0;
    if (head == BIN_8) {
      in.get();
      if (unsigned(1, what) != size) {
        throw fault(what, "has not " + size + " bytes");
      }
      return take(size, what);
    }
    if (array(what, size) != size) {
      throw fault(what, "has not " + size + " bytes");
    }
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      long each = number(what);
      if (each > 0xFF) {
        throw fault(what, "holds what is not a byte");
      }
      bytes[i] = (byte) each;
    }
    return bytes;
  }

  /** Passes nil if it is the next item. */
  boolean isNil() {
    if (in.hasRemaining() && (in.get(in.position()) & 0xFF) == NIL) {
      in.get();
      return true;
    }
    return false;
  }

  void end() {
    if (in.hasRemaining()) {
      throw fault("token", "has bytes behind its end");
    }
  }

  private int head(String what) {
    require(1, what);
    return in.get() & 0xFF;
  }

  private long unsigned(int bytes, String what) {
    require(bytes, what);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << Byte.SIZE | in.get() & 0xFF;
    }
    return value;
  }

  private byte[] take(int length, String what) {
    require(length, what);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private void require(int bytes, String what) {
    if (in.remaining() < bytes) {
      throw fault(what, "is cut off");
    }
  }

  static ProtocolException fault(String what, String fault) {
    return new ProtocolException(ErrorCode.UNAUTHORIZED, "capability token: " + what + " " + fault);
  }
}
