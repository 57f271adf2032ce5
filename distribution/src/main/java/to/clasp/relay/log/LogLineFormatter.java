package to.clasp.relay.log;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Time, level, bundle and text in one line. */
final class LogLineFormatter extends Formatter {

  private final boolean stackTraces;

  /**
   * Creates it.
   *
   * @param stackTraces whether failures print their stack traces on the lines below
   */
  LogLineFormatter(boolean stackTraces) {
    this.stackTraces = stackTraces;
  }

  @Override
  public String format(LogRecord event) {
    StringBuilder line = new StringBuilder(160);
    line.append(LogText.time(event.getInstant())).append(' ');
    String level = LogLevel.nameOf(event.getLevel());
    line.append(level).append(" ".repeat(6 - level.length()));
    line.append(LogSource.of(event.getLoggerName())).append(": ");
    LogText.appendVisible(line, LogText.message(this, event));
    line.append('\n');
    if (stackTraces && event.getThrown() != null) {
      line.append(LogText.stackTrace(event.getThrown()));
    }
    return line.toString();
  }
}
