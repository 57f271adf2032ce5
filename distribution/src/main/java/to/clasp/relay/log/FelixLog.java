package to.clasp.relay.log;

import org.apache.felix.framework.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The framework's own log, which it would print to the standard output. */
public final class FelixLog extends Logger {

  private final org.slf4j.Logger log =
      LoggerFactory.getLogger(LogSource.FRAMEWORK_PREFIX + "org.apache.felix.framework");

  /** Creates it, for warnings and errors. */
  public FelixLog() {
    setLogLevel(LOG_WARNING);
  }

  @Override
  protected void doLog(int level, String text, Throwable failure) {
    Level slf4j =
        switch (level) {
          case LOG_ERROR -> Level.ERROR;
          case LOG_WARNING -> Level.WARN;
          case LOG_INFO -> Level.INFO;
          default -> Level.DEBUG;
        };
    log.atLevel(slf4j).setCause(failure).log(text);
  }
}
