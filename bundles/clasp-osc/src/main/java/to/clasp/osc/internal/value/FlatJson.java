package to.clasp.osc.internal.value;

import java.util.HashMap;
import java.util.Map;
import to.clasp.osc.internal.codec.OscException;

/** Reads a JSON object whose members are strings, such as a command of OSCQuery. */
public final class FlatJson {
  private static final int MOST_MEMBERS = 16;
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  /**
   * Reads an object.
   *
   * @param text the JSON
   * @return its members
   * @throws OscException if it is something else, or has more than 16 members
   */
  public static Map<String, String> read(String text) {
    return new FlatJson(text).object();
  }

  private Map<String, String> object() {
    Map<String, String> members = new HashMap<>();
    expect('{');
    if (!skip('}')) {
      do {
        String name = string();
        expect(':');
        members.put(name, string());
        if (members.size() > MOST_MEMBERS) {
          throw wrong("too many members");
        }
      } while (skip(','));
      expect('}');
    }
    space();
    if (at < text.length()) {
      throw wrong("something behind the end");
    }
    return members;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!skip(wanted)) {
      throw wrong("no " + wanted);
    }
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char next() {
    if (at == text.length()) {
      throw wrong("a string without end");
    }
    return text.charAt(at++);
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = Character.digit(next(), HEX);
      if (digit < 0) {
        throw wrong("an unknown escape");
      }
      code = code * HEX + digit;
    }
    return (char) code;
  }

  private OscException wrong(String what) {
    return new OscException("JSON that is no command: " + what + " at " + at);
  }
}
