package to.clasp.discovery.internal.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One JSON object in one line. What a terminal would obey is escaped, as is half a character, which
 * cannot be written in UTF-8.
 */
final class JsonLine {
  private final StringBuilder line = new StringBuilder("{");

  JsonLine text(String key, String value) {
    key(key);
    if (value == null) {
      line.append("null");
    } else {
      quote(value);
    }
    return this;
  }

  JsonLine number(String key, int value) {
    key(key);
    line.append(value);
    return this;
  }

  JsonLine bool(String key, boolean value) {
    key(key);
    line.append(value);
    return this;
  }

  JsonLine texts(String key, List<String> values) {
    key(key);
    line.append('[');
    for (int i = 0; i < values.size(); i++) {
      line.append(i == 0 ? "" : ",");
      quote(values.get(i));
    }
    line.append(']');
    return this;
  }

  JsonLine map(String key, Map<String, ?> values) {
    JsonLine inner = new JsonLine();
    values.forEach((name, value) -> inner.text(name, value.toString()));
    key(key);
    line.append(inner);
    return this;
  }

  private void key(String key) {
    line.append(line.length() == 1 ? "" : ",");
    quote(key);
    line.append(':');
  }

  private void quote(String text) {
    line.append('"');
    text.codePoints().forEach(this::append);
    line.append('"');
  }

  private void append(int character) {
    if (character == '"' || character == '\\') {
      line.append('\\').append((char) character);
    } else if (isPlain(character)) {
      line.appendCodePoint(character);
    } else {
      for (char half : Character.toChars(character)) {
        line.append("\\u").append(String.format(Locale.ROOT, "%04X", (int) half));
      }
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return line + "}";
  }
}
