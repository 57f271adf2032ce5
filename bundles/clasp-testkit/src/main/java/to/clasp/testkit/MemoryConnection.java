package to.clasp.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Frame;

/** One of the two ends of a connection in memory. */
final class MemoryConnection implements Connection {
  private sealed interface Arrival permits Batch, Closed {}

  private record Batch(List<Frame> frames) implements Arrival {}

  private record Closed(CloseReason why) implements Arrival {}

  private final MemoryTransport transport;
  private final MemoryLoop loop;
  private final ConnectionInfo info;
  private final int maxFrameBytes;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicLong unread = new AtomicLong();
  private MemoryConnection peer;
  private Consumer<MemoryConnection> afterClose = end -> {};

  private ConnectionHandler handler;
  private List<Frame> written = new ArrayList<>();
  private boolean full;
  private boolean reading = true;
  private boolean closing;
  private boolean closed;
  private volatile long lastArrival = System.nanoTime();

  MemoryConnection(
      MemoryTransport transport, MemoryLoop loop, ConnectionInfo info, int maxFrameBytes) {
    this.transport = transport;
    this.loop = loop;
    this.info = info;
    this.maxFrameBytes = maxFrameBytes;
  }

  static void join(MemoryConnection one, MemoryConnection other) {
    one.peer = other;
    other.peer = one;
  }

  /** Begins to hand over what arrives. On the loop. */
  void open(ConnectionHandler handler, Consumer<MemoryConnection> afterClose) {
    this.handler = handler;
    this.afterClose = afterClose;
    if (closing) {
      finish(null);
    } else {
      drain();
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
    checkThread("write");
    if (closing) {
      return;
    }
    written.add(frame);
    if (unread.addAndGet(frame.length()) > transport.highWater()) {
      full = true;
    }
  }

  @Override
  public void flush() {
    checkThread("flush");
    if (!written.isEmpty() && !closing) {
      peer.arrive(new Batch(written));
      written = new ArrayList<>();
    }
  }

  @Override
  public boolean isWritable() {
    checkThread("isWritable");
    return !full;
  }

  @Override
  public void setReading(boolean on) {
    checkThread("setReading");
    reading = on;
    if (on) {
      loop.executeIfRunning(this::drain);
    }
  }

  @Override
  public void close(CloseReason why) {
    checkThread("close");
    close(why, null);
  }

  private void close(CloseReason why, Throwable cause) {
    if (closing) {
      return;
    }
    flush();
    closing = true;
    peer.arrive(new Closed(why));
    loop.executeIfRunning(() -> finish(cause));
  }

  /** Closes for a reason of the transport's own. On the loop. */
  void fail(CloseReason why, Throwable cause) {
    if (closing) {
      return;
    }
    if (handler != null) {
      try {
        handler.onClosing(why);
      } catch (Throwable failure) {
        close(why, failure);
        return;
      }
    }
    close(why, cause);
  }

  /** Time since the last frame of the peer, in ns. From any thread. */
  long silence() {
    return System.nanoTime() - lastArrival;
  }

  void onLoop(Consumer<MemoryConnection> task) {
    loop.executeIfRunning(() -> task.accept(this));
  }

  private void arrive(Arrival arrival) {
    lastArrival = System.nanoTime();
    arrivals.add(arrival);
    loop.executeIfRunning(this::drain);
  }

  private void drain() {
    while (reading && !closing && handler != null) {
      Arrival arrival = arrivals.poll();
      if (arrival == null) {
        return;
      }
      if (arrival instanceof Batch batch) {
        guarded(() -> hand(batch));
      } else if (arrival instanceof Closed end) {
        closing = true;
        finish(
            end.why() == CloseReason.NORMAL
                ? null
                : new IOException("closed by the peer: " + end.why().text()));
      }
    }
  }

  private void hand(Batch batch) {
    boolean handed = false;
    try {
      for (Frame frame : batch.frames()) {
        if (closing) {
          return;
        }
        peer.taken(frame.length());
        if (frame.length() > maxFrameBytes) {
          fail(
              CloseReason.TOO_LARGE,
              new IOException(
                  "a frame of " + frame.length() + " bytes is over the limit of " + maxFrameBytes));
          return;
        }
        handed = true;
        loop.lend(frame, handler);
      }
    } finally {
      if (handed && !closed) {
        handler.onReadComplete();
      }
    }
  }

  /** The peer has read that many bytes of what this end wrote. */
  private void taken(int bytes) {
    long left = unread.addAndGet(-bytes);
    long low = transport.lowWater();
    if (left <= low && left + bytes > low) {
      loop.executeIfRunning(this::checkWritable);
    }
  }

  private void checkWritable() {
    if (full && !closing && unread.get() <= transport.lowWater()) {
      full = false;
      guarded(handler::onWritable);
    }
  }

  private void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable failure) {
      fail(CloseReason.INTERNAL_ERROR, failure);
    }
  }

  private void finish(Throwable cause) {
    if (closed || handler == null) {
      return;
    }
    closed = true;
    arrivals.clear();
    written = List.of();
    try {
      handler.onClosed(cause);
    } catch (Throwable harmless) {
      // the contract: an exception out of a callback closes the connection, which it is already
    } finally {
      afterClose.accept(this);
    }
  }

  private void checkThread(String method) {
    if (!loop.isCurrent()) {
      IllegalStateException wrong =
          new IllegalStateException(
              method + " was called on " + Thread.currentThread().getName() + ", not on its loop");
      transport.violated(wrong);
      throw wrong;
    }
  }
}
