package to.clasp.itests.swap;

import java.io.IOException;
import java.util.Map;

/** A client of an edge, that notices when it is cut off. */
interface LiveClient extends AutoCloseable {
  /** Longer than a slow machine with other work needs. */
  int PATIENCE_MILLIS = 60_000;

  /** Says something and gets the answer over the connection it has. */
  void exchange() throws Exception;

  /** Waits until the edge has ended its connection, or answers no more. */
  void awaitEnd() throws Exception;

  @Override
  void close() throws IOException;

  /** Connects a client to an edge with this configuration. */
  @FunctionalInterface
  interface Connecting {
    LiveClient to(Map<String, Object> configuration) throws Exception;
  }
}
