package to.clasp.osc.internal.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import to.clasp.osc.internal.codec.OscMessageReader;
import to.clasp.osc.internal.codec.OscWriter;
import to.clasp.osc.internal.value.ArgumentValues;
import to.clasp.osc.internal.value.JsonText;

/** Messages as a test writes and reads them. */
final class OscText {
  private OscText() {}

  /** A message with arguments of Java: Integer is i, Long h, Float f, Double d. */
  static byte[] message(String address, Object... arguments) {
    OscWriter writer = new OscWriter().begin(address, 0);
    for (Object argument : arguments) {
      if (argument instanceof Integer number) {
        writer.int32('i', number);
      } else if (argument instanceof Long number) {
        writer.int64('h', number);
      } else if (argument instanceof Float number) {
        writer.float32(number);
      } else if (argument instanceof Double number) {
        writer.float64(number);
      } else if (argument instanceof Boolean flag) {
        writer.tag(flag ? 'T' : 'F');
      } else {
        writer.text('s', (String) argument);
      }
    }
    writer.end();
    return Arrays.copyOf(writer.bytes(), writer.size());
  }

  static byte[] bundle(long timeTag, byte[]... elements) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("#bundle\0".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(ByteBuffer.allocate(8).putLong(timeTag).array());
    for (byte[] element : elements) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(element.length).array());
      out.writeBytes(element);
    }
    return out.toByteArray();
  }

  /** Such as {@code /a ,if [1,0.5]}. */
  static String of(byte[] packet, int length) {
    OscMessageReader reader = new OscMessageReader();
    reader.begin(packet, 0, length);
    int tags = (reader.addressLength() + 4) & -4;
    int end = tags;
    while (packet[end] != 0) {
      end++;
    }
    String list = new String(packet, tags, end - tags, StandardCharsets.US_ASCII);
    String value = JsonText.of(ArgumentValues.read(reader));
    return reader.address() + " " + list + " " + value;
  }
}
