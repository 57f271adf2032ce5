package to.clasp.relay;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one line for people out of a failure. */
final class FailureText {

  /** The head of a stack trace or of one of its causes: class name, then the message. */
  private static final Pattern HEAD =
      Pattern.compile("^(?:Caused by: )?([\\w.$]+(?:Exception|Error|Failure))(?:: (.*))?$");

  private FailureText() {}

  /**
   * The first message of a printed stack trace that says something. Messages that only repeat a
   * class name are of wrappers, which are passed over.
   *
   * @param stackTrace as printed by {@code Throwable.printStackTrace}
   * @return one line
   */
  static String of(String stackTrace) {
    List<String> lines = stackTrace.lines().toList();
    String fallback = lines.isEmpty() ? "unknown failure" : lines.get(0);
    for (String line : lines) {
      Matcher head = HEAD.matcher(line);
      if (!head.matches()) {
        continue;
      }
      String message = head.group(2);
      if (message != null && !message.isBlank() && !HEAD.matcher(message).matches()) {
        return message.trim();
      }
      fallback = head.group(1);
    }
    return fallback;
  }

  /**
   * The same for an exception.
   *
   * @param failure what happened
   * @return one line
   */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null || message.isBlank() ? failure.toString() : message;
    return text.lines().findFirst().orElse(text).trim();
  }
}
