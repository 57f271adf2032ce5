package to.clasp.itests.load;

import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Message;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;

/** One connection of the probe: PUBLISH goes to a listener undecoded, all else to a queue. */
final class LoadEnd implements ConnectionHandler {
  private static final int TYPE = 4;
  private static final int PUBLISH = 0x20;

  /** Hears of what is delivered, on the event loop. */
  interface Listener {
    void onPublish(byte[] buffer, int offset);

    void onBatch();
  }

  private final Listener listener;
  private final BlockingQueue<Message> others = new LinkedBlockingQueue<>();
  private volatile String end;
  private Connection connection;

  private LoadEnd(Listener listener) {
    this.listener = listener;
  }

  static LoadEnd connect(Connector connector, URI to, ConnectOptions how, Listener listener)
      throws Exception {
    LoadEnd made = new LoadEnd(listener);
    made.connection =
        connector
            .connect(to, how, connection -> made)
            .toCompletableFuture()
            .get(how.timeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
    return made;
  }

  Connection connection() {
    return connection;
  }

  void send(Message message) {
    run(
        () -> {
          connection.write(Frame.wrap(FrameCodec.encode(message)));
          connection.flush();
        });
  }

  void run(Runnable task) {
    connection.executor().execute(task);
  }

  /** Waits for a message; others before it are passed over. */
  void await(Class<? extends Message> type) throws InterruptedException {
    Message next;
    do {
      next = others.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new IllegalStateException("no " + type.getSimpleName() + " within 10 s, end: " + end);
      }
    } while (!type.isInstance(next));
  }

  /** Fails if the relay has ended the connection. */
  void requireOpen() {
    if (end != null) {
      throw new IllegalStateException("the connection ended: " + end);
    }
  }

  void close() {
    run(() -> connection.close(CloseReason.NORMAL));
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    if (length > TYPE && buffer[offset + TYPE] == PUBLISH) {
      listener.onPublish(buffer, offset);
    } else if (others.size() < 1000) {
      byte[] frame = Arrays.copyOfRange(buffer, offset, offset + length);
      others.add(FrameCodec.decode(frame, 0, length).message());
    }
  }

  @Override
  public void onReadComplete() {
    listener.onBatch();
  }

  @Override
  public void onWritable() {
    // the window is smaller than what any transport takes
  }

  @Override
  public void onClosing(CloseReason why) {
    // nothing to say
  }

  @Override
  public void onClosed(Throwable cause) {
    end = String.valueOf(cause);
  }
}
