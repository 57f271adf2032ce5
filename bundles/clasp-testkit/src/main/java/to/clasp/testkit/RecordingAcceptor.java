package to.clasp.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Limits;

/** Takes every connection and keeps the handlers. Safe from any thread. */
public final class RecordingAcceptor implements ConnectionAcceptor {
  /** Short, because it passes whenever a test leaves a peer that does not read. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final List<RecordingHandler> handlers = new CopyOnWriteArrayList<>();
  private volatile Function<Connection, RecordingHandler> factory = RecordingHandler::new;
  private volatile Limits limits =
      new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ZERO, DRAIN);

  /**
   * Sets what makes the handlers of later connections.
   *
   * @param factory called on the executor of each connection
   */
  public void handleWith(Function<Connection, RecordingHandler> factory) {
    this.factory = factory;
  }

  /**
   * Sets the limits for later connections.
   *
   * @param limits the limits
   */
  public void limit(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public ConnectionHandler accept(Connection connection) {
    RecordingHandler handler = factory.apply(connection);
    handlers.add(handler);
    return handler;
  }

  /**
   * The handlers of all connections so far.
   *
   * @return the handlers in the order in which the connections came
   */
  public List<RecordingHandler> handlers() {
    return List.copyOf(handlers);
  }

  /**
   * Waits for a connection: a client may be connected before this side knows of it.
   *
   * @param number 0 for the first connection
   * @return its handler
   */
  public RecordingHandler awaitHandler(int number) {
    Await.until("connection number " + number, () -> handlers.size() > number);
    return handlers.get(number);
  }

  /**
   * How many connections are open.
   *
   * @return number of handlers that were not told that their connection is closed
   */
  public long open() {
    return handlers.stream().filter(handler -> !handler.isClosed()).count();
  }
}
