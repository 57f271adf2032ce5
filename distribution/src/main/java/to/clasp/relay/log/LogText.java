package to.clasp.relay.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** What both log formats say in the same way. */
final class LogText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Chains of causes can be circular. */
  private static final int MOST_CAUSES = 20;

  private LogText() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The event's text; a failure that it carries adds its message unless that is said already. */
  static String message(Formatter formatter, LogRecord event) {
    String text = event.getMessage() == null ? "" : formatter.formatMessage(event);
    Throwable failure = event.getThrown();
    if (failure == null) {
      return text;
    }
    String reason = reason(failure);
    return text.contains(reason) ? text : text + ": " + reason;
  }

  /** The first message on the way to the cause; wrappers without one of their own say nothing. */
  private static String reason(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
      String message = each.getMessage();
      boolean isOfCause = each.getCause() != null && each.getCause().toString().equals(message);
      if (message != null && !message.isBlank() && !isOfCause) {
        return message;
      }
      each = each.getCause();
    }
    return failure.toString();
  }

  static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Escapes what is not visible, so that text from a peer can neither forge nor break a line. */
  static void appendVisible(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        out.append("\\n");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        appendUnicode(out, c);
      } else {
        out.append(c);
      }
    }
  }

  static void appendUnicode(StringBuilder out, char c) {
    out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
  }
}
