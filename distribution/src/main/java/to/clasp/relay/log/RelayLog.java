package to.clasp.relay.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets up logging of the whole process. */
public final class RelayLog {

  /** Held because java.util.logging forgets the level of a logger that nobody holds. */
  private static final Logger OURS;

  static {
    // Before the first logger. A method of RelayLogManager would be too late: to call it creates
    // the standard manager, which is its superclass.
    System.setProperty("java.util.logging.manager", RelayLogManager.class.getName());
    OURS = Logger.getLogger("to.clasp");
  }

  private RelayLog() {}

  /**
   * Sends all events to the error stream. Other libraries speak from WARN on; from INFO when ours
   * are at DEBUG or TRACE.
   *
   * @param level what ours log
   * @param json whether each line is a JSON object
   * @param stackTraces whether failures print their stack traces
   */
  public static void configure(LogLevel level, boolean json, boolean stackTraces) {
    Formatter formatter =
        json ? new JsonLogFormatter(stackTraces) : new LogLineFormatter(stackTraces);
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler handler = new ErrorStreamHandler(new FileOutputStream(FileDescriptor.err), formatter);
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(others(level));
    OURS.setLevel(level.level());
  }

  private static Level others(LogLevel ours) {
    return switch (ours) {
      case OFF, ERROR -> ours.level();
      case WARN, INFO -> Level.WARNING;
      case DEBUG, TRACE -> Level.INFO;
    };
  }
}
