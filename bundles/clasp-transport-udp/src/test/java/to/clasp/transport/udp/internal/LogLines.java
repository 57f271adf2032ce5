package to.clasp.transport.udp.internal;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a logger says at level INFO and above, from now on. */
final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<String> texts = new CopyOnWriteArrayList<>();

  LogLines(String logger) {
    this.logger = Logger.getLogger(logger);
    this.logger.addHandler(this);
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getLevel().intValue() >= Level.INFO.intValue()) {
      texts.add(
          line.getParameters() == null
              ? line.getMessage()
              : MessageFormat.format(line.getMessage(), line.getParameters()));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
