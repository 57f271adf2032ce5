package to.clasp.transport.udp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.CloseMark;

/** One peer, at either end: a datagram for each frame, none of them waited for or sent again. */
final class UdpConnection implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(UdpConnection.class);

  /** Who the connection belongs to. Called on the event loop. */
  interface Owner {
    /** Nothing more is taken or sent, and the handler is about to be told. */
    void ended(UdpConnection connection, boolean byPeer);

    /** The handler writes a frame. */
    void writing(Frame frame);

    /** Something was too large to be sent. */
    void unsent(UdpConnection connection, int messages);

    /** A frame arrived while it was not to be read, and is lost. */
    void unread(UdpConnection connection);
  }

  private final Channel channel;
  private final InetSocketAddress remote;
  private final boolean shared;
  private final int maxFrameBytes;
  private final Owner owner;
  private final ConnectionInfo info;
  private ConnectionHandler handler;
  private boolean reading = true;
  private boolean handed;
  private boolean closing;
  private boolean closed;
  private Throwable cause;
  private long lastRead = System.nanoTime();
  private Future<?> idleTimer;

  /**
   * A connection without handler.
   *
   * @param channel sends its datagrams
   * @param remote the peer
   * @param shared whether the channel has other peers too
   * @param maxFrameBytes the largest frame accepted
   * @param owner is told what is not the handler's business
   */
  UdpConnection(
      Channel channel, InetSocketAddress remote, boolean shared, int maxFrameBytes, Owner owner) {
    this.channel = channel;
    this.remote = remote;
    this.shared = shared;
    this.maxFrameBytes = maxFrameBytes;
    this.owner = owner;
    this.info = new ConnectionInfo("udp", remote, false, false, Optional.empty());
  }

  /** Makes the handler, before anything is received. */
  void start(Function<Connection, ConnectionHandler> making) {
    try {
      handler = making.apply(this);
      if (handler == null) {
        throw new IllegalStateException("no handler was made");
      }
    } catch (Throwable failure) {
      failed("accept", failure);
    }
  }

  void closeWhenIdle(Duration timeout) {
    if (!closing) {
      idleTimer = later(timeout.toNanos(), () -> checkIdle(timeout));
    }
  }

  private void checkIdle(Duration timeout) {
    long left = timeout.toNanos() - (System.nanoTime() - lastRead);
    if (left > 0) {
      idleTimer = later(left, () -> checkIdle(timeout));
    } else {
      closeForOwnReason(CloseReason.IDLE, new IOException("no datagram arrived for " + timeout));
    }
  }

  private Future<?> later(long nanos, Runnable task) {
    return channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  InetSocketAddress remote() {
    return remote;
  }

  boolean isEnding() {
    return closing;
  }

  @Override
  public ConnectionInfo info() {
    return info;
  }

  @Override
  public Executor executor() {
    return channel.eventLoop();
  }

  /** A datagram of the peer. */
  void receive(byte[] datagram, int length) {
    if (closing) {
      return;
    }
    lastRead = System.nanoTime();
    if (!reading) {
      owner.unread(this);
    } else if (length > maxFrameBytes) {
      closeForOwnReason(
          CloseReason.TOO_LARGE,
          new IOException(
              "a frame of " + length + " bytes, at most " + maxFrameBytes + " are accepted"));
    } else {
      hand(datagram, length);
    }
  }

  private void hand(byte[] datagram, int length) {
    handed = true;
    try {
      handler.onFrame(datagram, 0, length);
    } catch (Throwable failure) {
      failed("onFrame", failure);
    }
  }

  /** All datagrams that were there have been received. */
  void readComplete() {
    if (handed && !closed) {
      handed = false;
      try {
        handler.onReadComplete();
      } catch (Throwable failure) {
        failed("onReadComplete", failure);
      }
    }
  }

  /** The channel has become writable. */
  void writable() {
    if (!closing) {
      try {
        handler.onWritable();
      } catch (Throwable failure) {
        failed("onWritable", failure);
      }
    }
  }

  @Override
  public void write(Frame frame) {
    assert channel.eventLoop().inEventLoop() : "write on " + Thread.currentThread();
    if (closing) {
      return;
    }
    owner.writing(frame);
    if (frame.length() <= Wire.LARGEST_SENT) {
      send(frame.bytes());
      return;
    }
    Slices slices = Slices.of(frame.bytes());
    slices.frames().forEach(this::send);
    if (slices.unsent() > 0) {
      owner.unsent(this, slices.unsent());
    }
  }

  private void send(byte[] bytes) {
    send(channel.alloc().directBuffer(bytes.length).writeBytes(bytes));
  }

  private void send(ByteBuf bytes) {
    channel.write(shared ? new DatagramPacket(bytes, remote) : bytes, channel.voidPromise());
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    reading = on;
  }

  @Override
  public void close(CloseReason why) {
    assert channel.eventLoop().inEventLoop() : "close on " + Thread.currentThread();
    if (!closing) {
      ByteBuf mark = channel.alloc().directBuffer(CloseMark.BYTES);
      CloseMark.write(why, mark);
      send(mark);
      flush();
      end(false);
    }
  }

  /** Closes the connection for a reason of the transport's own. */
  void closeForOwnReason(CloseReason why, Throwable failure) {
    if (closing) {
      return;
    }
    cause = failure;
    if (handler != null) {
      try {
        handler.onClosing(why);
      } catch (Throwable another) {
        LOG.debug("onClosing failed", another);
      }
    }
    close(why);
  }

  private void failed(String callback, Throwable failure) {
    LOG.debug("a connection is closed because {} failed", callback, failure);
    closeForOwnReason(CloseReason.INTERNAL_ERROR, failure);
  }

  /** The peer is gone, or says so. */
  void lost(Throwable why) {
    if (!closing) {
      cause = why;
      end(true);
    }
  }

  /** As a task of its own: a callback may be running. */
  private void end(boolean byPeer) {
    closing = true;
    if (idleTimer != null) {
      idleTimer.cancel(false);
    }
    owner.ended(this, byPeer);
    try {
      channel.eventLoop().execute(this::finish);
    } catch (RejectedExecutionException stopped) {
      finish();
    }
  }

  private void finish() {
    closed = true;
    if (handler != null) {
      try {
        handler.onClosed(cause);
      } catch (Throwable harmless) {
        LOG.debug("onClosed failed", harmless);
      }
    }
  }
}
