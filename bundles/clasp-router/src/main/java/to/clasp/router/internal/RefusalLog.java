package to.clasp.router.internal;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

/** Logs refused clients, at most one line for each source in 10 s. Safe from any thread. */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_SOURCES = 1000;

  private final Map<String, Long> lastLine =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  void refused(ConnectionInfo info, ProtocolException why) {
    String source = source(info.remote());
    if (isDue(source)) {
      LOG.info(
          "refused a client from {} over {}: {} {}",
          source,
          info.transport(),
          why.code().code(),
          why.getMessage());
    }
  }

  /** Whether a line about the source may be logged now; if so, the next one has to wait. */
  synchronized boolean isDue(String source) {
    long now = System.nanoTime();
    Long last = lastLine.get(source);
    if (last != null && now - last < QUIET_NANOS) {
      return false;
    }
    lastLine.remove(source);
    lastLine.put(source, now);
    return true;
  }

  private static String source(SocketAddress remote) {
    return remote instanceof InetSocketAddress internet
        ? internet.getHostString()
        : remote.toString();
  }
}
