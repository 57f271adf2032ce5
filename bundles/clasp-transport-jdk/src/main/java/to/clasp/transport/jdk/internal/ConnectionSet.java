package to.clasp.transport.jdk.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.CloseReason;

/** The open connections of one connector, which end with it. Safe from any thread. */
final class ConnectionSet {
  private static final long STOP_MILLIS = 1800;

  private final Set<JdkConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /**
   * Takes a connection until it is removed.
   *
   * @return false if the connector has ended
   */
  boolean add(JdkConnection connection) {
    if (closing) {
      return false;
    }
    open.add(connection);
    if (closing) {
      connection.onLoop(() -> connection.closeForOwnReason(CloseReason.GOING_AWAY, null));
    }
    return true;
  }

  void remove(JdkConnection connection) {
    open.remove(connection);
  }

  /** Closes all as going away, and returns when their handlers know. Not on a loop. */
  void close() {
    closing = true;
    Set<JdkConnection> last = Set.copyOf(open);
    CountDownLatch left = new CountDownLatch(last.size());
    for (JdkConnection each : last) {
      each.onLoop(
          () -> {
            each.whenClosed(left::countDown);
            each.closeForOwnReason(CloseReason.GOING_AWAY, null);
          });
    }
    try {
      left.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
