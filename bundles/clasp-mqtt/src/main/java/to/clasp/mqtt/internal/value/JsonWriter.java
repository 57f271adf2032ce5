package to.clasp.mqtt.internal.value;

import java.util.Map;
import to.clasp.protocol.Value;

/** Writes values as compact JSON. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(Value value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(Value value) {
    if (value instanceof Value.Map map) {
      map(map);
    } else if (value instanceof Value.Array array) {
      array(array);
    } else if (value instanceof Value.Text text) {
      string(text.value());
    } else if (value instanceof Value.Float number) {
      out.append(FloatText.json(number.value()));
    } else if (value instanceof Value.Int number) {
      out.append(number.value());
    } else if (value instanceof Value.Bool bool) {
      out.append(bool.value());
    } else if (value instanceof Value.Bytes bytes) {
      bytes(bytes);
    } else {
      out.append("null");
    }
  }

  private void map(Value.Map map) {
    char separator = '{';
    for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
      out.append(separator);
      string(entry.getKey());
      out.append(':');
      value(entry.getValue());
      separator = ',';
    }
    out.append(map.entries().isEmpty() ? "{}" : "}");
  }

  private void array(Value.Array array) {
    char separator = '[';
    for (Value item : array.items()) {
      out.append(separator);
      value(item);
      separator = ',';
    }
    out.append(array.items().isEmpty() ? "[]" : "]");
  }

  private void bytes(Value.Bytes bytes) {
    char separator = '[';
    for (byte b : bytes.toArray()) {
      out.append(separator).append(b & 0xFF);
      separator = ',';
    }
    out.append(bytes.length() == 0 ? "[]" : "]");
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = "\b\t\n\f\r\"\\".indexOf(c);
      if (escape >= 0) {
        out.append('\\').append("btnfr\"\\".charAt(escape));
      } else if (c < ' ') {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
