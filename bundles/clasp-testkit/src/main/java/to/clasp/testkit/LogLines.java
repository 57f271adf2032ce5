package to.clasp.testkit;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a logger of {@code java.util.logging} says while this is open. Safe from any thread. */
public final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final Level least;
  private final boolean alone;
  private final List<String> texts = new CopyOnWriteArrayList<>();

  private LogLines(String name, Level least, boolean alone) {
    this.logger = Logger.getLogger(name);
    this.least = least;
    this.alone = alone;
    logger.addHandler(this);
    if (alone) {
      logger.setUseParentHandlers(false);
    }
  }

  /**
   * Listens, beside those who listen already.
   *
   * @param logger name of the logger
   * @param least lines of this level and above count
   * @return to be closed
   */
  public static LogLines of(String logger, Level least) {
    return new LogLines(logger, least, false);
  }

  /**
   * Listens alone, so that the output of the build stays short.
   *
   * @param logger name of the logger
   * @param least lines of this level and above count
   * @return to be closed
   */
  public static LogLines insteadOfOutput(String logger, Level least) {
    return new LogLines(logger, least, true);
  }

  /**
   * The lines so far.
   *
   * @return their texts, with the parameters filled in
   */
  public List<String> texts() {
    return List.copyOf(texts);
  }

  /**
   * The lines so far that contain a text.
   *
   * @param part the text
   * @return their texts
   */
  public List<String> containing(String part) {
    return texts.stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getLevel().intValue() >= least.intValue()) {
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
    if (alone) {
      logger.setUseParentHandlers(true);
    }
  }
}
