package to.clasp.testkit.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import to.clasp.protocol.Message;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;

/** One connection of a client. What it receives is told batch by batch. */
final class Link implements ConnectionHandler {
  /** Who is told; on the connection's executor. */
  interface Listener {
    void received(Link from, List<Message> batch);

    void closed(Link link, Throwable cause);
  }

  private final Connection connection;
  private final Listener listener;
  private List<Message> batch = new ArrayList<>();

  Link(Connection connection, Listener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** From any thread. On a connection that has ended nothing happens: its end is told. */
  void send(List<Message> messages) {
    List<Frame> frames =
        messages.stream().map(message -> Frame.wrap(FrameCodec.encode(message))).toList();
    onLoop(
        () -> {
          frames.forEach(connection::write);
          connection.flush();
        });
  }

  void close() {
    onLoop(() -> connection.close(CloseReason.NORMAL));
  }

  private void onLoop(Runnable task) {
    try {
      connection.executor().execute(task);
    } catch (RejectedExecutionException stopped) {
      listener.closed(this, stopped);
    }
  }

  @Override
  public void onFrame(byte[] buffer, int offset, int length) {
    batch.add(FrameCodec.decode(buffer, offset, length).message());
  }

  @Override
  public void onReadComplete() {
    listener.received(this, batch);
    batch = new ArrayList<>();
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
    listener.closed(this, cause);
  }
}
