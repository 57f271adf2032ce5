package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;

/** A client that keeps nothing of what it receives, so that it can run for hours. */
final class SoakClient implements ConnectionHandler, AutoCloseable {
  private static final int SECONDS = 30;

  private final String name;
  private final Statistics statistics;
  private final Consumer<Message> listener;
  private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile Connection connection;
  private volatile boolean closing;

  private SoakClient(String name, Statistics statistics, Consumer<Message> listener) {
    this.name = name;
    this.statistics = statistics;
    this.listener = listener;
  }

  /**
   * Connects and says HELLO.
   *
   * @param listener called on the connection's loop with every message after WELCOME
   */
  static SoakClient open(
      Connector connector, URI uri, String name, Statistics statistics, Consumer<Message> listener)
      throws IOException, InterruptedException {
    SoakClient client = new SoakClient(name, statistics, listener);
    client.connection =
        await(
            connector.connect(uri, ConnectOptions.DEFAULT, unused -> client).toCompletableFuture());
    statistics.connects.increment();
    client.send(new Hello(1, Features.ALL, name, null));
    await(client.welcome);
    return client;
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no session: " + e, e);
    }
  }

  /** The relay's time when it let us in, in µs. */
  long welcomeTime() {
    return welcome.join().time();
  }

  void send(Message... messages) {
    Frame[] frames = new Frame[messages.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = Frame.wrap(FrameCodec.encode(messages[i]));
    }
    statistics.sent.add(frames.length);
    connection
        .executor()
        .execute(
            () -> {
              for (Frame frame : frames) {
                connection.write(frame);
              }
              connection.flush();
            });
  }

  void setReading(boolean on) {
    connection.executor().execute(() -> connection.setReading(on));
  }

  boolean isClosed() {
    return closed.isDone();
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    statistics.received.increment();
    try {
      take(FrameCodec.decode(buffer, offset, length).message());
    } catch (ProtocolException e) {
      statistics.problem(name + " got a frame that cannot be read: " + e.getMessage());
    }
  }

  private void take(Message message) {
    if (message instanceof Welcome greeting) {
      welcome.complete(greeting);
      return;
    }
    if (message instanceof ErrorMessage error) {
      statistics.count(role() + " ERROR " + error.code());
    }
    listener.accept(message);
  }

  /** The name without the number behind it. */
  private String role() {
    return name.replaceAll(" \\d+$", "");
  }

  @Override
  public void onReadComplete() {
    // nothing is answered at once
  }

  @Override
  public void onWritable() {
    // what is on the way is bounded by acknowledgements
  }

  @Override
  public void onClosing(CloseReason why) {
    // nothing to say
  }

  @Override
  public void onClosed(Throwable cause) {
    closed.complete(null);
    welcome.completeExceptionally(new IOException("closed before WELCOME", cause));
    if (!closing) {
      statistics.problem(role() + " was cut off: " + cause);
    }
  }

  @Override
  public void close() {
    closing = true;
    connection.executor().execute(() -> connection.close(CloseReason.NORMAL));
  }
}
