package to.clasp.protocol.codec;

import java.util.List;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * Sizes of fields in bytes, and the limits they must keep. Sums are checked as they grow, because
 * values that share parts can be far larger when written than they are in memory.
 */
final class Sizes {
  private static final int LARGEST_U16 = 65_535;

  private Sizes() {}

  static int string(String text, String field) {
    return Short.BYTES + stringBytes(text, field);
  }

  /** The encoded length without the two bytes that tell it. */
  static int stringBytes(String text, String field) {
    int length = Utf8.length(text);
    if (length > LARGEST_U16) {
      throw beyond(field + " of " + length + " bytes");
    }
    return length;
  }

  static int optionalString(String text, String field) {
    return text == null ? 0 : string(text, field);
  }

  static int optional(Object value, int bytes) {
    return value == null ? 0 : bytes;
  }

  static void requireCount(List<?> elements, String field) {
    requireCount(elements.size(), field);
  }

  static void requireCount(int count, String field) {
    if (count > LARGEST_U16) {
      throw beyond(field + " with " + count + " elements");
    }
  }

  /** Passes a size on if a payload can have it. */
  static int within(int size) {
    if (size > FrameCodec.MAX_PAYLOAD) {
      throw beyond("payload");
    }
    return size;
  }

  private static ProtocolException beyond(String what) {
    return new ProtocolException(
        ErrorCode.INVALID_VALUE, what + " exceeds the limit of " + LARGEST_U16);
  }
}
