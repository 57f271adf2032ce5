package to.clasp.osc.internal.value;

import to.clasp.protocol.Value;

/** Values as compact JSON. What JSON has no number for is null, bytes are an array of numbers. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /**
   * A value as JSON.
   *
   * @param value the value
   * @return the text
   */
  public static String of(Value value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  /**
   * Appends a value.
   *
   * @param value the value
   * @param text where to
   */
  public static void append(Value value, StringBuilder text) {
    if (value instanceof Value.Text string) {
      append(string.value(), text);
    } else if (value instanceof Value.Float number) {
      text.append(Double.isFinite(number.value()) ? Double.toString(number.value()) : "null");
    } else if (value instanceof Value.Int number) {
      text.append(number.value());
    } else if (value instanceof Value.Bool flag) {
      text.append(flag.value());
    } else if (value instanceof Value.Array array) {
      appendArray(array, text);
    } else if (value instanceof Value.Map map) {
      appendMap(map, text);
    } else if (value instanceof Value.Bytes bytes) {
      appendBytes(bytes, text);
    } else {
      text.append("null");
    }
  }

  private static void appendArray(Value.Array array, StringBuilder text) {
    text.append('[');
    String separator = "";
    for (Value item : array.items()) {
      text.append(separator);
      append(item, text);
      separator = ",";
    }
    text.append(']');
  }

  private static void appendMap(Value.Map map, StringBuilder text) {
    text.append('{');
    String[] separator = {""};
    map.entries()
        .forEach(
            (key, value) -> {
              text.append(separator[0]);
              append(key, text);
              text.append(':');
              append(value, text);
              separator[0] = ",";
            });
    text.append('}');
  }

  private static void appendBytes(Value.Bytes bytes, StringBuilder text) {
    text.append('[');
    String separator = "";
    for (byte one : bytes.toArray()) {
      text.append(separator).append(one & 0xFF);
      separator = ",";
    }
    text.append(']');
  }

  /**
   * Appends a string in quotes.
   *
   * @param string the string
   * @param text where to
   */
  public static void append(String string, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ') {
            text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
