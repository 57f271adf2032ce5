package to.clasp.cli;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text of others on its way to a terminal, which it must not steer. */
final class Printable {
  private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /** For people: a question mark for each character that is none to read. */
  static String of(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }

  /** Of JSON text in one line: means the same. */
  static String json(String text) {
    return STEERING.matcher(text).replaceAll(Printable::escaped);
  }

  private static String escaped(MatchResult found) {
    StringBuilder escapes = new StringBuilder();
    found.group().chars().forEach(unit -> escapes.append(String.format("\\\\u%04x", unit)));
    return escapes.toString();
  }
}
