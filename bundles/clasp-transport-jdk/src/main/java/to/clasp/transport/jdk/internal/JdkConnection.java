package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;

/** The bridge from a WebSocket of the platform to a {@link Connection}. Lives on its loop. */
final class JdkConnection implements Connection, Outgoing.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(JdkConnector.class);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Keeps address translators awake, and finds out that a peer is gone who did not say so. */
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** The peer's answer to the first one tells the platform, at the second one, that it is gone. */
  private static final int PROBES = 2;

  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Loop loop;
  private final WebSocket socket;
  private final Incoming in;
  private final Outgoing out;
  private final ConnectionInfo info;
  private final int maxFrameBytes;
  private final Assembly message;
  private Consumer<JdkConnection> afterClose;
  private ConnectionHandler handler;
  private boolean reading = true;
  private boolean handed;
  private boolean closing;
  private boolean closedByPeer;
  private boolean closed;
  private Throwable cause;
  private Future<?> farewell;
  private Future<?> pinging;
  private int probes;

  /**
   * A connection that is not open yet.
   *
   * @param afterClose called once, when the handler knows that the connection is closed
   */
  JdkConnection(
      Loop loop,
      WebSocket socket,
      Incoming in,
      ConnectionInfo info,
      int maxFrameBytes,
      Consumer<JdkConnection> afterClose) {
    this.loop = loop;
    this.socket = socket;
    this.in = in;
    this.out = new Outgoing(loop, socket, this);
    this.info = info;
    this.maxFrameBytes = maxFrameBytes;
    this.message = new Assembly(maxFrameBytes);
    this.afterClose = afterClose;
  }

  /** Makes the handler, and then begins to read. */
  void open(Function<Connection, ConnectionHandler> making) {
    try {
      ConnectionHandler made = making.apply(this);
      if (made == null) {
        throw new IllegalStateException("no handler was made");
      }
      handler = made;
    } catch (Throwable failure) {
      failed("accept", failure);
    }
    in.drainWith(this::drain);
    socket.request(1);
    if (pinging == null) {
      pingLater();
    }
  }

  private void pingLater() {
    pinging = loop.schedule(this::ping, probes-- > 0 ? PROBE_NANOS : PING_NANOS);
  }

  /** The platform may have forgotten the end while nothing was read; a ping or two find it out. */
  private void probeSoon() {
    if (probes <= 0) {
      probes = PROBES;
      cancel(pinging);
      pingLater();
    }
  }

  private void ping() {
    socket
        .sendPing(ByteBuffer.allocate(0))
        .whenComplete(
            (sent, failure) -> {
              // Anything else says that the last ping still waits.
              if (failure instanceof IOException) {
                onLoop(() -> onSendFailure(failure));
              }
            });
    pingLater();
  }

  void onLoop(Runnable task) {
    loop.executeIfRunning(task);
  }

  /** Runs something after the handler was told that the connection is closed, or now. */
  void whenClosed(Runnable task) {
    if (closed) {
      task.run();
    } else {
      afterClose = afterClose.andThen(ended -> task.run());
    }
  }

  @Override
  public ConnectionInfo info() {
    return info;
  }

  @Override
  public Executor executor() {
    return loop;
  }

  @Override
  public void write(Frame frame) {
    assert loop.isCurrent() : "write on " + Thread.currentThread();
    if (!closing) {
      out.add(frame);
    }
  }

  @Override
  public void flush() {
    assert loop.isCurrent() : "flush on " + Thread.currentThread();
    out.flush();
  }

  @Override
  public boolean isWritable() {
    return out.isWritable();
  }

  @Override
  public void setReading(boolean on) {
    if (closing) {
      return;
    }
    if (on && !reading) {
      probeSoon();
    }
    reading = on;
    if (on) {
      in.wake();
    }
  }

  @Override
  public void close(CloseReason why) {
    assert loop.isCurrent() : "close on " + Thread.currentThread();
    if (!closing) {
      sayFarewell(CloseCodes.of(why), why.text());
    }
  }

  /** From now on nothing is handed over; the peer has a while to take what was written. */
  private void sayFarewell(int code, String text) {
    closing = true;
    reading = true;
    farewell = loop.schedule(this::finish, FAREWELL_NANOS);
    out.close(code, text);
    in.wake();
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
        LOG.warn("onClosing has failed", another);
      }
    }
    close(why);
  }

  private void failed(String callback, Throwable failure) {
    LOG.warn("{} has failed, the connection is closed", callback, failure);
    closeForOwnReason(CloseReason.INTERNAL_ERROR, failure);
  }

  private void drain() {
    int pieces = 0;
    while (reading && !closed && pieces < Incoming.CREDIT) {
      Arrival arrival = in.poll();
      if (arrival == null) {
        break;
      }
      pieces++;
      take(arrival);
    }
    endBatch();
    out.flush();
    if (in.taken(pieces) && !closed) {
      socket.request(1);
      probeSoon();
    }
    if (pieces == Incoming.CREDIT) {
      in.wake();
    }
  }

  private void take(Arrival arrival) {
    if (arrival instanceof Arrival.Part part) {
      part(part);
    } else if (arrival instanceof Arrival.Text) {
      closeForOwnReason(
          CloseReason.UNSUPPORTED_DATA,
          new IOException("a text frame; only binary frames are accepted"));
    } else if (arrival instanceof Arrival.Closed told) {
      peerClosed(told);
    } else if (arrival instanceof Arrival.Failed lost) {
      if (!closing) {
        cause = lost.failure();
      }
      finish();
    }
  }

  private void part(Arrival.Part part) {
    if (closing) {
      return;
    }
    if (!message.add(part.bytes())) {
      closeForOwnReason(
          CloseReason.TOO_LARGE,
          new IOException("a message of more than " + maxFrameBytes + " bytes"));
    } else if (part.last()) {
      hand();
    }
  }

  private void hand() {
    handed = true;
    try {
      handler.onFrame(message.bytes(), 0, message.length());
    } catch (Throwable failure) {
      failed("onFrame", failure);
    } finally {
      message.clear();
    }
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

  private void peerClosed(Arrival.Closed told) {
    closedByPeer = true;
    if (closing) {
      finish();
      return;
    }
    // What the peer asked for before it said goodbye is answered first.
    endBatch();
    if (!closing) {
      cause = CloseCodes.cause(told.code(), told.text());
      sayFarewell(CloseCodes.NORMAL, "");
    }
  }

  @Override
  public void onWritable() {
    if (!closing && out.isWritable()) {
      try {
        handler.onWritable();
      } catch (Throwable failure) {
        failed("onWritable", failure);
      }
    }
  }

  /** What the peer said before is still to be read, and may tell why it does not listen. */
  @Override
  public void onSendFailure(Throwable failure) {
    if (!closing) {
      cause = failure;
      closing = true;
      reading = true;
      farewell = loop.schedule(this::finish, FAREWELL_NANOS);
      in.wake();
    } else if (closedByPeer) {
      finish();
    }
  }

  @Override
  public void onCloseSent() {
    if (closedByPeer) {
      finish();
    }
  }

  private static void cancel(Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** Nothing of the WebSocket is left. Only the first call counts. */
  private void finish() {
    if (closed) {
      return;
    }
    endBatch();
    closed = true;
    closing = true;
    cancel(farewell);
    cancel(pinging);
    out.drop();
    message.clear();
    socket.abort();
    in.release();
    if (handler != null) {
      try {
        handler.onClosed(cause);
      } catch (Throwable harmless) {
        LOG.warn("onClosed has failed", harmless);
      }
    }
    afterClose.accept(this);
  }
}
