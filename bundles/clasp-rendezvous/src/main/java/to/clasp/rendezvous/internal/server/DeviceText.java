package to.clasp.rendezvous.internal.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.internal.json.Json;

/**
 * Devices as JSON. What stays the same is encoded once; the time of the last refresh stands at the
 * end, so that an answer is put together by copying.
 */
final class DeviceText {
  private static final byte[] LAST_FIELD = ",\"lastSeen\":".getBytes(US_ASCII);
  private static final int LONGEST_NUMBER = 20;

  private DeviceText() {}

  static byte[] head(String id, Registration from, long registeredAt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = Json.factory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      Json.writeFields(json, from);
      json.writeNumberField("registeredAt", registeredAt);
      json.flush();
      bytes.writeBytes(LAST_FIELD);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A whole device, as if it was never seen. */
  static byte[] complete(byte[] head) {
    byte[] whole = Arrays.copyOf(head, head.length + 2);
    whole[head.length] = '0';
    whole[head.length + 1] = '}';
    return whole;
  }

  static byte[] array(List<Entry> entries) {
    int size = 2;
    for (Entry entry : entries) {
      size += entry.head.length + LONGEST_NUMBER + 2;
    }
    byte[] text = new byte[size];
    int end = 0;
    text[end++] = '[';
    for (Entry entry : entries) {
      if (end > 1) {
        text[end++] = ',';
      }
      System.arraycopy(entry.head, 0, text, end, entry.head.length);
      end = number(entry.lastSeen, text, end + entry.head.length);
      text[end++] = '}';
    }
    text[end++] = ']';
    return Arrays.copyOf(text, end);
  }

  private static int number(long value, byte[] to, int at) {
    byte[] digits = Long.toString(value).getBytes(US_ASCII);
    System.arraycopy(digits, 0, to, at, digits.length);
    return at + digits.length;
  }
}
