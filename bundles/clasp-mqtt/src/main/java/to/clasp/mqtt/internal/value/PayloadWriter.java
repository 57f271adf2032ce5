package to.clasp.mqtt.internal.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import to.clasp.protocol.Samples;
import to.clasp.protocol.Value;

/** The payload of the MQTT message that tells a value. */
public final class PayloadWriter {
  private static final byte[] NOTHING = {};

  private PayloadWriter() {}

  /** The payload of a value. */
  public static byte[] bytes(Value value) {
    if (value instanceof Value.Bytes bytes) {
      return bytes.toArray();
    }
    if (value instanceof Value.Text text) {
      return text.value().getBytes(UTF_8);
    }
    if (value instanceof Value.Array || value instanceof Value.Map) {
      return JsonWriter.write(value).getBytes(UTF_8);
    }
    return scalar(value).getBytes(ISO_8859_1);
  }

  private static String scalar(Value value) {
    if (value instanceof Value.Int number) {
      return Long.toString(number.value());
    }
    if (value instanceof Value.Float number) {
      return FloatText.plain(number.value());
    }
    return value instanceof Value.Bool bool ? Boolean.toString(bool.value()) : "null";
  }

  /** The payload of a signal, which may carry samples, or nothing. */
  public static byte[] bytes(Value value, Samples samples) {
    if (samples == null) {
      return value == null ? NOTHING : bytes(value);
    }
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < samples.size(); i++) {
      json.append(i == 0 ? "" : ",").append(FloatText.json(samples.get(i)));
    }
    return json.append(']').toString().getBytes(ISO_8859_1);
  }
}
