package to.clasp.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.internal.ChannelEvents;
import to.clasp.transport.netty.internal.Farewell;
import to.clasp.transport.netty.internal.RareLog;
import to.clasp.transport.netty.internal.Scratch;

/**
 * The bridge from a Netty channel to a {@link Connection}. What is written is copied into one
 * buffer, which goes to the channel at a flush or when it is full. Not held while there is nothing
 * to send.
 */
public final class NettyConnection implements Connection {
  private static final AttributeKey<NettyConnection> KEY =
      AttributeKey.valueOf(NettyConnection.class.getName());
  private static final int CONTROL = 200;

  private final Channel channel;
  private final ConnectionInfo info;
  private final Framing framing;
  private final Sink sink = new Sink();
  private ConnectionHandler handler;
  private final OutgoingBuffer out;
  private boolean handed;
  private boolean writableDue;
  private boolean closing;
  private boolean closed;
  private Throwable cause;
  private long lastRead = System.nanoTime();
  private Future<?> idleTimer;
  private Future<?> pingTimer;
  private Farewell farewell;

  private NettyConnection(Channel channel, ConnectionInfo info, Framing framing) {
    this.channel = channel;
    this.info = info;
    this.framing = framing;
    this.out = new OutgoingBuffer(channel);
  }

  /**
   * Makes a connection of a channel whose transport handshake is complete. The handler is made
   * before anything more is read. On the channel's event loop.
   *
   * @param channel what to read from and write to; its last handler passes on bytes
   * @param info facts about the connection
   * @param framing how the bytes carry frames
   * @param handler makes the handler
   * @return the connection, perhaps closed already
   */
  public static NettyConnection open(
      Channel channel,
      ConnectionInfo info,
      Framing framing,
      Function<Connection, ConnectionHandler> handler) {
    NettyConnection connection = new NettyConnection(channel, info, framing);
    channel.attr(KEY).set(connection);
    try {
      ConnectionHandler made = handler.apply(connection);
      if (made == null) {
        throw new IllegalStateException("no handler was made");
      }
      connection.handler = made;
    } catch (Throwable failure) {
      connection.failed("accept", failure);
    }
    channel.pipeline().addLast("connection", new ChannelEvents(connection.new Events()));
    if (!channel.isActive()) {
      connection.finish();
    }
    return connection;
  }

  /**
   * The connection of a channel.
   *
   * @param channel any channel
   * @return its connection, or null before {@link #open}
   */
  static NettyConnection of(Channel channel) {
    return channel.attr(KEY).get();
  }

  /**
   * Closes the connection when no byte has arrived for some time. On the event loop, once.
   *
   * @param timeout zero for never
   */
  public void closeWhenIdle(Duration timeout) {
    if (!timeout.isZero() && !closing) {
      idleTimer = later(timeout.toNanos(), () -> checkIdle(timeout));
    }
  }

  private void checkIdle(Duration timeout) {
    long left = timeout.toNanos() - (System.nanoTime() - lastRead);
    if (left > 0) {
      idleTimer = later(left, () -> checkIdle(timeout));
    } else {
      closeForOwnReason(CloseReason.IDLE, new IOException("no byte arrived for " + timeout));
    }
  }

  /**
   * Pings the peer regularly. On the event loop, once.
   *
   * @param interval zero for never
   */
  public void pingEvery(Duration interval) {
    if (!interval.isZero() && !closing) {
      pingTimer = later(interval.toNanos(), () -> ping(interval));
    }
  }

  private void ping(Duration interval) {
    sink.reply(framing::writePing);
    flush();
    pingEvery(interval);
  }

  private Future<?> later(long nanos, Runnable task) {
    return channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public ConnectionInfo info() {
    return info;
  }

  @Override
  public Executor executor() {
    return channel.eventLoop();
  }

  @Override
  public void write(Frame frame) {
    assert channel.eventLoop().inEventLoop() : "write on " + Thread.currentThread();
    if (closing) {
      return;
    }
    try {
      framing.write(frame, room(frame.length() + framing.overhead()));
    } catch (OutOfMemoryError | RuntimeException failure) {
      lost(failure);
    }
  }

  /** The channel is of no more use. */
  private void lost(Throwable failure) {
    if (!closing) {
      cause = failure;
    }
    closing = true;
    channel.close();
  }

  private ByteBuf room(int bytes) {
    return out.room(bytes);
  }

  @Override
  public void flush() {
    assert channel.eventLoop().inEventLoop() : "flush on " + Thread.currentThread();
    out.flush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    if (!closing) {
      channel.config().setAutoRead(on);
    }
  }

  @Override
  public void close(CloseReason why) {
    assert channel.eventLoop().inEventLoop() : "close on " + Thread.currentThread();
    if (closing) {
      return;
    }
    try {
      framing.writeClose(why, room(CONTROL));
    } catch (OutOfMemoryError | RuntimeException failure) {
      lost(failure);
      return;
    }
    ChannelFuture sent = sayFarewell(why == CloseReason.GOING_AWAY);
    if (framing.closesByEndOfStream()) {
      sent.addListener(done -> ChannelSecurity.endOutput(channel));
    }
  }

  /** From now on nothing is handed over; the peer has a while to take what was written. */
  private ChannelFuture sayFarewell(boolean withThePort) {
    closing = true;
    channel.config().setAutoRead(true);
    cancel(idleTimer);
    cancel(pingTimer);
    farewell = new Farewell(channel);
    return farewell.say(out.take(), withThePort);
  }

  /** Closes the connection for a reason of the transport's own. On the event loop. */
  public void closeForOwnReason(CloseReason why, Throwable failure) {
    if (closing) {
      return;
    }
    cause = failure;
    if (handler != null) {
      try {
        handler.onClosing(why);
      } catch (Throwable another) {
        RareLog.callbackFailed("onClosing", another);
      }
    }
    close(why);
  }

  private void call(String callback, Runnable body) {
    if (!closing) {
      try {
        body.run();
      } catch (Throwable failure) {
        failed(callback, failure);
      }
    }
  }

  private void failed(String callback, Throwable failure) {
    RareLog.callbackFailed(callback, failure);
    closeForOwnReason(CloseReason.INTERNAL_ERROR, failure);
  }

  /** Also while closing: a handler may have left things to do for the end of the batch. */
  private void endBatch() {
    if (handed && !closed) {
      handed = false;
      try {
        handler.onReadComplete();
      } catch (Throwable failure) {
        failed("onReadComplete", failure);
      }
    }
  }

  private static void cancel(Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** The channel is closed. On the event loop; only the first call counts. */
  void finish() {
    if (closed) {
      return;
    }
    closed = true;
    closing = true;
    cancel(idleTimer);
    cancel(pingTimer);
    if (farewell != null) {
      farewell.end();
    }
    out.release();
    if (handler != null) {
      try {
        handler.onClosed(cause);
      } catch (Throwable harmless) {
        RareLog.callbackFailed("onClosed", harmless);
      }
    }
  }

  /** What the channel tells. */
  private final class Events implements ChannelEvents.Listener {
    @Override
    public void bytes(ByteBuf in) {
      lastRead = System.nanoTime();
      try {
        framing.read(in, Scratch.ofThisThread(), sink);
      } catch (RuntimeException bug) {
        NettyConnection.this.failed("read", bug);
      }
    }

    @Override
    public void readComplete() {
      endBatch();
      flush();
    }

    /** As a task of its own: the channel may tell in the middle of a write of the handler. */
    @Override
    public void writabilityChanged() {
      if (channel.isWritable() && !writableDue && !closing) {
        writableDue = true;
        channel.eventLoop().execute(this::tellWritable);
      }
    }

    private void tellWritable() {
      writableDue = false;
      if (channel.isWritable()) {
        call("onWritable", handler::onWritable);
      }
    }

    @Override
    public void failed(Throwable failure) {
      lost(failure);
    }

    @Override
    public void ended() {
      framing.readEnd(sink);
    }

    @Override
    public void inactive() {
      if (!closing) {
        cause = new IOException("the peer ended the connection without a word");
      }
      finish();
    }
  }

  /** What the framing finds in the bytes. */
  private final class Sink implements FrameSink {
    @Override
    public void frame(byte[] buffer, int offset, int length) {
      if (closing) {
        return;
      }
      handed = true;
      try {
        handler.onFrame(buffer, offset, length);
      } catch (Throwable failure) {
        failed("onFrame", failure);
      }
    }

    @Override
    public void reply(Consumer<ByteBuf> reply) {
      if (!closing && channel.isWritable()) {
        reply.accept(room(CONTROL));
      }
    }

    @Override
    public void peerClosed(Throwable told, Consumer<ByteBuf> answer) {
      if (closing) {
        channel.close();
        return;
      }
      // What the peer asked for before it said goodbye is answered first.
      endBatch();
      if (closing) {
        return;
      }
      cause = told;
      answer.accept(room(CONTROL));
      sayFarewell(false).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void violated(CloseReason why, String what) {
      closeForOwnReason(why, new IOException(what));
    }
  }
}
