package to.clasp.protocol.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strings as UTF-8, with a fast way for the ASCII that most addresses are. */
final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** The encoded length; half a surrogate pair counts as its replacement U+FFFD. */
  static int length(String text) {
    int length = text.length();
    int bits = 0;
    for (int i = 0; i < length; i++) {
      bits |= text.charAt(i);
    }
    return bits < 0x80 ? length : lengthOfAny(text);
  }

  private static int lengthOfAny(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (startsPair(text, i)) {
        bytes += 4;
        i++;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }

  private static boolean startsPair(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        && index + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(index + 1));
  }

  /** Writes a text whose encoded length is known. */
  @SuppressWarnings("deprecation") // The only copy without a temporary array, and right for ASCII.
  static void write(String text, int encodedLength, byte[] target, int offset) {
    if (encodedLength == text.length()) {
      text.getBytes(0, encodedLength, target, offset);
    } else {
      writeAny(text, target, offset);
    }
  }

  private static void writeAny(String text, byte[] target, int offset) {
    int at = offset;
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xC0 | c >> 6);
        target[at++] = (byte) (0x80 | c & 0x3F);
      } else if (startsPair(text, i)) {
        c = text.codePointAt(i++);
        target[at++] = (byte) (0xF0 | c >> 18);
        target[at++] = (byte) (0x80 | c >> 12 & 0x3F);
        target[at++] = (byte) (0x80 | c >> 6 & 0x3F);
        target[at++] = (byte) (0x80 | c & 0x3F);
      } else {
        c = Character.isSurrogate((char) c) ? 0xFFFD : c;
        target[at++] = (byte) (0xE0 | c >> 12);
        target[at++] = (byte) (0x80 | c >> 6 & 0x3F);
        target[at++] = (byte) (0x80 | c & 0x3F);
      }
    }
  }

  /**
   * Reads a string.
   *
   * @return the string, or null if the bytes are not valid UTF-8
   */
  static String read(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return "";
    }
    if (isAscii(buffer, offset, length)) {
      return new String(buffer, offset, length, ISO_8859_1);
    }
    return isValid(buffer, offset, offset + length)
        ? new String(buffer, offset, length, UTF_8)
        : null;
  }

  private static boolean isAscii(byte[] buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    long bits = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      bits |= (long) LONG.get(buffer, at);
    }
    for (; at < end; at++) {
      bits |= buffer[at];
    }
    return (bits & HIGH_BITS) == 0;
  }

  private static boolean isValid(byte[] buffer, int start, int end) {
    int at = start;
    while (at < end) {
      int size = buffer[at] >= 0 ? 1 : sizeOfSequence(buffer, at, end);
      if (size == 0) {
        return false;
      }
      at += size;
    }
    return true;
  }

  /** The size of a sequence of two to four bytes, or 0 if it is malformed. */
  private static int sizeOfSequence(byte[] buffer, int at, int end) {
    int first = buffer[at] & 0xFF;
    int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || end - at < size) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((buffer[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = buffer[at + 1] & 0xFF;
    boolean overlong = first == 0xE0 && second < 0xA0 || first == 0xF0 && second < 0x90;
    boolean surrogate = first == 0xED && second >= 0xA0;
    boolean beyondUnicode = first == 0xF4 && second >= 0x90;
    return overlong || surrogate || beyondUnicode ? 0 : size;
  }
}
