package to.clasp.mqtt.internal.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import to.clasp.protocol.Value;

/** What the payload of an MQTT message means: bytes, JSON, a number, or else text. */
public final class PayloadReader {
  private PayloadReader() {}

  /**
   * Reads a payload.
   *
   * @return bytes if it is no UTF-8, what it says if it is JSON, a float if it is a number in a
   *     wider sense, else a text
   */
  public static Value read(byte[] buffer, int offset, int length) {
    String text = text(buffer, offset, length);
    if (text == null) {
      return Value.Bytes.copyOf(buffer, offset, length);
    }
    if (text.isEmpty()) {
      return Value.of(text);
    }
    Value json = mayBeJson(text.charAt(0)) ? JsonReader.read(text) : null;
    if (json != null) {
      return json;
    }
    Value number = mayBeNumber(text.charAt(0)) ? NumberText.readWide(text) : null;
    return number != null ? number : Value.of(text);
  }

  /**
   * Reads UTF-8.
   *
   * @return the text, or null if the bytes are no UTF-8
   */
  public static String text(byte[] buffer, int offset, int length) {
    int bits = 0;
    for (int i = offset; i < offset + length; i++) {
      bits |= buffer[i];
    }
    if (bits >= 0) {
      return new String(buffer, offset, length, ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, offset, length))
          .toString();
    } catch (CharacterCodingException invalid) {
      return null;
    }
  }

  private static boolean mayBeJson(char first) {
    return "{[\"-0123456789tfn \t\r\n".indexOf(first) >= 0;
  }

  private static boolean mayBeNumber(char first) {
    return "+-.0123456789iInN".indexOf(first) >= 0;
  }
}
