package to.clasp.relay.log;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object per line: time, level, bundle, text, and stack when asked for. */
final class JsonLogFormatter extends Formatter {

  private final boolean stackTraces;

  /**
   * Creates it.
   *
   * @param stackTraces whether failures add their stack trace as the member "stack"
   */
  JsonLogFormatter(boolean stackTraces) {
    this.stackTraces = stackTraces;
  }

  @Override
  public String format(LogRecord event) {
    StringBuilder line = new StringBuilder(200).append('{');
    member(line, "time", LogText.time(event.getInstant()));
    member(line, "level", LogLevel.nameOf(event.getLevel()));
    member(line, "bundle", LogSource.of(event.getLoggerName()));
    member(line, "text", LogText.message(this, event));
    if (stackTraces && event.getThrown() != null) {
      member(line, "stack", LogText.stackTrace(event.getThrown()));
    }
    return line.append("}\n").toString();
  }

  private static void member(StringBuilder line, String name, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    line.append('"').append(name).append("\":");
    appendString(line, value);
  }

  private static void appendString(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> appendCharacter(line, value, i);
      }
    }
    line.append('"');
  }

  /** A surrogate without its half cannot be written as UTF-8, so it is escaped like a control. */
  private static void appendCharacter(StringBuilder line, String value, int index) {
    char c = value.charAt(index);
    boolean paired =
        Character.isHighSurrogate(c)
            ? index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1))
            : index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
    if (Character.isISOControl(c) || (Character.isSurrogate(c) && !paired)) {
      LogText.appendUnicode(line, c);
    } else {
      line.append(c);
    }
  }
}
