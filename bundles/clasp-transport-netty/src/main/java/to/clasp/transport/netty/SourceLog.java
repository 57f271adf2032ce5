package to.clasp.transport.netty;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * One line for each source in ten seconds, and ten lines in all: senders can forge as many sources
 * as they like. Safe from any thread.
 */
public final class SourceLog {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final int LINES = 10;

  private final Logger log;
  private final LongSupplier nanos;
  private final Map<String, Long> silent = new LinkedHashMap<>();
  private long held;

  /**
   * Nothing is logged yet.
   *
   * @param log takes the lines, as warnings
   * @param nanos as {@link System#nanoTime}
   */
  public SourceLog(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /**
   * Logs a line, or counts it if there were enough.
   *
   * @param source who it is about
   * @param text what the source does
   */
  public synchronized void note(String source, String text) {
    long now = nanos.getAsLong();
    silent.values().removeIf(since -> now - since >= PAUSE);
    if (silent.containsKey(source) || silent.size() >= LINES) {
      held++;
      return;
    }
    silent.put(source, now);
    log.warn("{}: {}; {} such lines held back before", source, text, held);
    held = 0;
  }
}
