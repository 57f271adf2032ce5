package to.clasp.mqtt.internal.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.protocol.Value;

/**
 * Reads one JSON document (RFC 8259). Every method that reads a value returns null where the text
 * is no JSON, because payloads that are none are the rule and no failure.
 */
final class JsonReader {
  /** No value may be nested deeper, see the frame codec. */
  private static final int DEEPEST = 32;

  /** As many as a frame can count. */
  private static final int MOST_ITEMS = 65_535;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads a text that is one document with nothing but white space around it.
   *
   * @return the value, or null if it is not
   */
  static Value read(String text) {
    JsonReader reader = new JsonReader(text);
    reader.skipSpace();
    Value value = reader.value(1);
    reader.skipSpace();
    return reader.at == text.length() ? value : null;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char expected) {
    boolean is = peek() == expected;
    at += is ? 1 : 0;
    return is;
  }

  private Value value(int depth) {
    return switch (peek()) {
      case '{' -> depth > DEEPEST ? null : map(depth);
      case '[' -> depth > DEEPEST ? null : array(depth);
      case '"' -> {
        String string = string();
        yield string == null ? null : Value.of(string);
      }
      case 't' -> word("true", Value.Bool.TRUE);
      case 'f' -> word("false", Value.Bool.FALSE);
      case 'n' -> word("null", Value.Null.INSTANCE);
      default -> number();
    };
  }

  private Value word(String word, Value value) {
    if (!text.startsWith(word, at)) {
      return null;
    }
    at += word.length();
    return value;
  }

  private Value number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return NumberText.readJson(text, from, at);
  }

  private Value array(int depth) {
    at++;
    List<Value> items = new ArrayList<>();
    skipSpace();
    if (take(']')) {
      return new Value.Array(items);
    }
    while (items.size() < MOST_ITEMS) {
      skipSpace();
      Value item = value(depth + 1);
      if (item == null) {
        return null;
      }
      items.add(item);
      skipSpace();
      if (take(']')) {
        return new Value.Array(items);
      }
      if (!take(',')) {
        return null;
      }
    }
    return null;
  }

  private Value map(int depth) {
    at++;
    Map<String, Value> entries = new LinkedHashMap<>();
    skipSpace();
    if (take('}')) {
      return new Value.Map(entries);
    }
    while (entries.size() < MOST_ITEMS) {
      skipSpace();
      if (!entry(entries, depth)) {
        return null;
      }
      skipSpace();
      if (take('}')) {
        return new Value.Map(entries);
      }
      if (!take(',')) {
        return null;
      }
    }
    return null;
  }

  private boolean entry(Map<String, Value> entries, int depth) {
    String key = peek() == '"' ? string() : null;
    skipSpace();
    if (key == null || !take(':')) {
      return false;
    }
    skipSpace();
    Value value = value(depth + 1);
    if (value != null) {
      entries.put(key, value);
    }
    return value != null;
  }

  private String string() {
    int from = ++at;
    while (peek() >= ' ' && peek() != '"' && peek() != '\\') {
      at++;
    }
    if (take('"')) {
      return text.substring(from, at - 1);
    }
    StringBuilder built = new StringBuilder(text.substring(from, at));
    while (peek() >= ' ') {
      if (take('"')) {
        return isPaired(built) ? built.toString() : null;
      }
      if (!take('\\')) {
        built.append(text.charAt(at++));
      } else if (!escape(built)) {
        return null;
      }
    }
    return null;
  }

  private boolean escape(StringBuilder built) {
    int which = "\"\\/bfnrtu".indexOf(peek() < 0 ? ' ' : (char) peek());
    at++;
    if (which < 0) {
      return false;
    }
    if (which < 8) {
      built.append("\"\\/\b\f\n\r\t".charAt(which));
      return true;
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 0 || peek() > 'f' ? -1 : Character.digit((char) peek(), 16);
      if (digit < 0) {
        return false;
      }
      code = code << 4 | digit;
      at++;
    }
    built.append((char) code);
    return true;
  }

  /** Escapes can make half a surrogate pair, which is no character. */
  private static boolean isPaired(CharSequence built) {
    return built.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
