package to.clasp.relay.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each event in one piece, as UTF-8, so that lines of two threads never mix. */
final class ErrorStreamHandler extends Handler {

  private final OutputStream out;

  ErrorStreamHandler(OutputStream out, Formatter formatter) {
    this.out = out;
    setFormatter(formatter);
  }

  @Override
  public void publish(LogRecord event) {
    if (!isLoggable(event)) {
      return;
    }
    byte[] bytes = getFormatter().format(event).getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        // The reader of our error stream is gone: there is nowhere left to say so.
      }
    }
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    // the error stream belongs to the process
  }
}
