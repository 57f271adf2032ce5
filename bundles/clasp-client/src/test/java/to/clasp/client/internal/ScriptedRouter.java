package to.clasp.client.internal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.MemoryTransport;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;

/** A peer that answers as a script says; without one, as a router does that knows no param. */
final class ScriptedRouter implements AutoCloseable {
  private final MemoryTransport transport = new MemoryTransport();
  private final Queue<Message> received = new ConcurrentLinkedQueue<>();
  private final BiConsumer<Peer, Message> script;
  private final URI uri;
  private volatile Peer last;

  ScriptedRouter(BiConsumer<Peer, Message> script) {
    this.script = script;
    uri =
        transport.start(
            new ConnectionAcceptor() {
              @Override
              public Limits limits() {
                return new Limits(Limits.LARGEST_FRAME, Duration.ofSeconds(10), Duration.ZERO);
              }

              @Override
              public ConnectionHandler accept(Connection connection) {
                last = new Peer(connection);
                return last;
              }
            });
  }

  MemoryTransport transport() {
    return transport;
  }

  URI uri() {
    return uri;
  }

  List<Message> received() {
    return List.copyOf(received);
  }

  /** Sends to the newest client. From any thread. */
  void send(Message... messages) {
    Peer peer = last;
    peer.connection.executor().execute(() -> peer.send(messages));
  }

  /** Reads on, or not. From any thread. */
  void setReading(boolean on) {
    Peer peer = last;
    CompletableFuture.runAsync(() -> peer.connection.setReading(on), peer.connection.executor())
        .join();
  }

  @Override
  public void close() {
    transport.close();
  }

  /** One connection. */
  final class Peer implements ConnectionHandler {
    private final Connection connection;

    Peer(Connection connection) {
      this.connection = connection;
    }

    void send(Message... messages) {
      for (Message message : messages) {
        connection.write(Frame.wrap(FrameCodec.encode(message)));
      }
      connection.flush();
    }

    void sendBytes(byte[] bytes) {
      connection.write(Frame.wrap(bytes));
      connection.flush();
    }

    void end() {
      connection.close(CloseReason.NORMAL);
    }

    /** What every router does. */
    void answer(Message message) {
      if (message instanceof Hello) {
        send(new Welcome(1, Features.ALL, 1, "session", "scripted", null), Snapshot.EMPTY);
      } else if (message instanceof Ping) {
        send(Pong.INSTANCE);
      }
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      Message message = FrameCodec.decode(buffer, offset, length).message();
      received.add(message);
      script.accept(this, message);
    }

    @Override
    public void onReadComplete() {
      // answers are flushed one by one
    }

    @Override
    public void onWritable() {
      // scripts are short
    }

    @Override
    public void onClosing(CloseReason why) {
      // nothing to say
    }

    @Override
    public void onClosed(Throwable cause) {
      // the next one comes by itself
    }
  }
}
