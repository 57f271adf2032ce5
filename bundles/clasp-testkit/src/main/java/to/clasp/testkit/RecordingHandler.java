package to.clasp.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;

/**
 * Writes down what happens on a connection, and every breach of the rules for callbacks: a wrong
 * thread, two at a time, one after the last. Tests override a callback to react and call super
 * first. What is recorded may be read from any thread.
 */
public class RecordingHandler implements ConnectionHandler {
  /** How long a wait may take: twenty seconds. */
  public static final Duration TIMEOUT = Await.DEADLINE;

  private final Connection connection;
  private final Thread thread = Thread.currentThread();
  private final List<byte[]> frames = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private int closedCalls;
  private Throwable cause;

  /**
   * A handler of a connection; to be made on its executor, as acceptors and connectors do.
   *
   * @param connection what it handles
   */
  public RecordingHandler(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects with a handler that only records, and waits until that is done.
   *
   * @param connector makes the connection
   * @param to where to
   * @param how limits for the connection
   * @return the handler of the connection
   * @throws ExecutionException if it cannot be made; the cause tells why
   * @throws TimeoutException if the connector kept no deadline
   * @throws InterruptedException if this thread is interrupted
   */
  public static RecordingHandler connect(Connector connector, URI to, ConnectOptions how)
      throws ExecutionException, TimeoutException, InterruptedException {
    return connect(connector, to, how, RecordingHandler::new);
  }

  /**
   * Connects with a handler of its own, and waits until that is done.
   *
   * @param connector makes the connection
   * @param to where to
   * @param how limits for the connection
   * @param factory makes the handler, on the executor of the connection
   * @return the handler of the connection
   * @throws ExecutionException if it cannot be made; the cause tells why
   * @throws TimeoutException if the connector kept no deadline
   * @throws InterruptedException if this thread is interrupted
   */
  public static RecordingHandler connect(
      Connector connector,
      URI to,
      ConnectOptions how,
      Function<Connection, RecordingHandler> factory)
      throws ExecutionException, TimeoutException, InterruptedException {
    RecordingHandler[] made = new RecordingHandler[1];
    Connection connection =
        connector
            .connect(to, how, end -> made[0] = factory.apply(end))
            .toCompletableFuture()
            .get(how.timeout().plus(TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
    if (made[0].connection() != connection) {
      throw new AssertionError("the handler has another connection than the caller");
    }
    return made[0];
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
    record(
        "frame",
        () -> {
          frames.add(copy);
        });
  }

  @Override
  public void onReadComplete() {
    record("readComplete", () -> {});
  }

  @Override
  public void onWritable() {
    record("writable", () -> {});
  }

  @Override
  public void onClosing(CloseReason why) {
    record("closing " + why, () -> {});
  }

  @Override
  public void onClosed(Throwable cause) {
    record(
        "closed",
        () -> {
          closedCalls++;
          this.cause = cause;
        });
  }

  /**
   * The connection it handles.
   *
   * @return the connection
   */
  public final Connection connection() {
    return connection;
  }

  /**
   * Runs something with the connection on its executor, without waiting for it. Does nothing when
   * the executor has stopped.
   *
   * @param task what to do
   */
  public final void run(Consumer<Connection> task) {
    try {
      connection.executor().execute(() -> task.accept(connection));
    } catch (RejectedExecutionException stopped) {
      // then the connection is closed, and calls to it have no effect
    }
  }

  /**
   * Writes frames and flushes once, on the executor.
   *
   * @param frames the frames
   */
  public final void send(byte[]... frames) {
    run(
        to -> {
          for (byte[] frame : frames) {
            to.write(Frame.wrap(frame));
          }
          to.flush();
        });
  }

  /**
   * The frames so far.
   *
   * @return copies, in the order of their arrival
   */
  public final synchronized List<byte[]> frames() {
    return List.copyOf(frames);
  }

  /**
   * The callbacks so far: {@code frame}, {@code readComplete}, {@code writable}, {@code closing
   * REASON}, {@code closed}.
   *
   * @return their names in the order of the calls
   */
  public final synchronized List<String> events() {
    return List.copyOf(events);
  }

  /**
   * What broke the rules for callbacks.
   *
   * @return one text for each breach
   */
  public final synchronized List<String> breaches() {
    return List.copyOf(breaches);
  }

  /**
   * Whether the last callback has come.
   *
   * @return true once {@code onClosed} was called
   */
  public final synchronized boolean isClosed() {
    return closedCalls > 0;
  }

  /**
   * What {@code onClosed} was called with.
   *
   * @return the failure, or null
   */
  public final synchronized Throwable cause() {
    return cause;
  }

  /**
   * Waits for frames.
   *
   * @param count how many there must be since the beginning
   * @return all frames, at least that many
   */
  public final List<byte[]> awaitFrames(int count) {
    await(count + " frames", () -> frames.size() >= count);
    return frames();
  }

  /**
   * Waits for a callback.
   *
   * @param event its name, as in {@link #events()}
   */
  public final void awaitEvent(String event) {
    await(event, () -> events.contains(event));
  }

  /**
   * Waits until the connection is closed.
   *
   * @return what {@code onClosed} was called with, perhaps null
   */
  public final Throwable awaitClosed() {
    await("closed", () -> closedCalls > 0);
    return cause();
  }

  private synchronized void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(
            "no " + what + " within " + TIMEOUT + ", but " + summary() + ", cause " + cause);
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", interrupted);
      }
    }
  }

  private String summary() {
    int from = Math.max(0, events.size() - 10);
    return events.size() + " callbacks, the last are " + events.subList(from, events.size());
  }

  /** All callbacks come on one thread, so none can overlap another. */
  private synchronized void record(String event, Runnable change) {
    if (Thread.currentThread() != thread) {
      breaches.add(event + " on " + Thread.currentThread().getName() + ", not " + thread.getName());
    }
    if (closedCalls > 0) {
      breaches.add(event + " after closed");
    }
    change.run();
    events.add(event);
    notifyAll();
  }
}
