package to.clasp.client.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import to.clasp.protocol.Message;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;

/** Connections of another connector, of which messages can be lost and which can be cut. */
final class FaultyConnector implements Connector {
  private final Connector target;
  private volatile Predicate<Message> losesIncoming = message -> false;
  private volatile Predicate<Message> losesOutgoing = message -> false;
  private volatile Connection last;
  private volatile int connections;
  private volatile boolean refusing;
  private volatile boolean reliable = true;
  private final AtomicInteger lost = new AtomicInteger();

  FaultyConnector(Connector target) {
    this.target = target;
  }

  void loseIncoming(Predicate<Message> lost) {
    losesIncoming = lost;
  }

  void loseOutgoing(Predicate<Message> lost) {
    losesOutgoing = lost;
  }

  /** Later connections say that they lose messages. */
  void unreliable() {
    reliable = false;
  }

  /** How many messages were lost on their way out. */
  int lost() {
    return lost.get();
  }

  int connections() {
    return connections;
  }

  /** Refuses connections, or does not any more. */
  void refuse(boolean on) {
    refusing = on;
  }

  /** Ends the newest connection; what comes later is whole again. */
  void cut() {
    Connection connection = last;
    CompletableFuture.runAsync(
            () -> {
              losesIncoming = message -> false;
              losesOutgoing = message -> false;
              connection.close(CloseReason.NORMAL);
            },
            connection.executor())
        .join();
  }

  @Override
  public Set<String> schemes() {
    return target.schemes();
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    if (refusing) {
      return CompletableFuture.failedFuture(new IOException("refused on purpose"));
    }
    return target.connect(
        to,
        how,
        connection -> {
          last = connection;
          connections++;
          return new Incoming(handler.apply(new Outgoing(connection)));
        });
  }

  private static Message decoded(byte[] buffer, int offset, int length) {
    return FrameCodec.decode(buffer, offset, length).message();
  }

  private final class Outgoing implements Connection {
    private final Connection connection;

    Outgoing(Connection connection) {
      this.connection = connection;
    }

    @Override
    public ConnectionInfo info() {
      ConnectionInfo info = connection.info();
      return new ConnectionInfo(
          info.transport(),
          info.remote(),
          info.secure(),
          reliable && info.reliable(),
          info.certificate());
    }

    @Override
    public Executor executor() {
      return connection.executor();
    }

    @Override
    public void write(Frame frame) {
      if (losesOutgoing.test(decoded(frame.bytes(), 0, frame.length()))) {
        lost.incrementAndGet();
      } else {
        connection.write(frame);
      }
    }

    @Override
    public void flush() {
      connection.flush();
    }

    @Override
    public boolean isWritable() {
      return connection.isWritable();
    }

    @Override
    public void setReading(boolean on) {
      connection.setReading(on);
    }

    @Override
    public void close(CloseReason why) {
      connection.close(why);
    }
  }

  private final class Incoming implements ConnectionHandler {
    private final ConnectionHandler handler;

    Incoming(ConnectionHandler handler) {
      this.handler = handler;
    }

    @Override
    public void onFrame(byte[] buffer, int offset, int length) {
      if (!losesIncoming.test(decoded(buffer, offset, length))) {
        handler.onFrame(buffer, offset, length);
      }
    }

    @Override
    public void onReadComplete() {
      handler.onReadComplete();
    }

    @Override
    public void onWritable() {
      handler.onWritable();
    }

    @Override
    public void onClosing(CloseReason why) {
      handler.onClosing(why);
    }

    @Override
    public void onClosed(Throwable cause) {
      handler.onClosed(cause);
    }
  }
}
