package to.clasp.router.internal;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;

/** A peer of a {@link BareRouter}: always keeps up, and remembers only the last frame it got. */
public final class BarePeer implements Connection {
  private static final ConnectionInfo INFO =
      new ConnectionInfo(
          "bare", InetSocketAddress.createUnresolved("local", 0), false, true, Optional.empty());

  private final BareRouter router;
  private ConnectionHandler handler;
  private Frame last;

  BarePeer(BareRouter router) {
    this.router = router;
  }

  void handshake(ConnectionAcceptor acceptor) {
    handler = acceptor.accept(this);
    send(new Hello(1, Features.ALL, "bench", null));
  }

  void disconnect() {
    handler.onClosed(null);
  }

  /**
   * Has the router handle messages, and what they leave to do.
   *
   * @throws IllegalStateException if the router refuses one of them
   */
  public void send(Message... messages) {
    for (Message message : messages) {
      give(FrameCodec.encode(message));
    }
    give(FrameCodec.encode(Ping.INSTANCE));
    endBatch();
    requireLast(Pong.class);
  }

  /** Hands the router a frame. */
  public void give(byte[] frame) {
    handler.onFrame(frame, 0, frame.length);
  }

  /** Ends a batch of frames. */
  public void endBatch() {
    handler.onReadComplete();
    router.runTasks();
  }

  /** Checks what the router wrote last, so that no benchmark measures refusals. */
  public void requireLast(Class<? extends Message> type) {
    Message message =
        last == null ? null : FrameCodec.decode(last.bytes(), 0, last.length()).message();
    if (!type.isInstance(message)) {
      throw new IllegalStateException("expected " + type.getSimpleName() + ", got " + message);
    }
  }

  @Override
  public ConnectionInfo info() {
    return INFO;
  }

  @Override
  public Executor executor() {
    return router.executor();
  }

  @Override
  public void write(Frame frame) {
    last = frame;
    router.countWritten();
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void setReading(boolean on) {
    // The benchmark decides when it sends.
  }

  @Override
  public void close(CloseReason why) {
    throw new IllegalStateException("closed by the router: " + why);
  }
}
