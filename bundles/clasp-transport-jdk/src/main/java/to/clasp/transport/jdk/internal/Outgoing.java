package to.clasp.transport.jdk.internal;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import to.clasp.transport.Frame;

/**
 * Frames on their way to the peer. The platform takes one message at a time, so the next one
 * follows when it has gone out. On the loop.
 */
final class Outgoing {
  /** As in the transports on Netty. */
  static final int HIGH_WATER = 64 * 1024;

  private static final int LOW_WATER = 32 * 1024;

  /** What is told about the progress, on the loop. */
  interface Listener {
    /** The peer keeps up again. */
    void onWritable();

    /** Nothing can be sent any more. */
    void onSendFailure(Throwable failure);

    /** The close frame is out. */
    void onCloseSent();
  }

  private final Loop loop;
  private final WebSocket socket;
  private final Listener listener;
  private final Queue<Frame> frames = new ArrayDeque<>();
  private long waiting;
  private boolean full;
  private boolean sending;
  private boolean over;
  private boolean closeDue;
  private int closeCode;
  private String closeText;

  Outgoing(Loop loop, WebSocket socket, Listener listener) {
    this.loop = loop;
    this.socket = socket;
    this.listener = listener;
  }

  boolean isWritable() {
    return !full;
  }

  void add(Frame frame) {
    frames.add(frame);
    waiting += frame.length();
    if (waiting > HIGH_WATER) {
      full = true;
    }
  }

  /** Sends as much as the platform takes at once; the rest follows by itself. */
  void flush() {
    while (!sending && !over && !frames.isEmpty()) {
      Frame frame = frames.remove();
      send(
          socket.sendBinary(ByteBuffer.wrap(frame.bytes()).asReadOnlyBuffer(), true),
          (sent, failure) -> sent(frame.length(), failure));
    }
    if (closeDue && !sending && !over) {
      over = true;
      send(socket.sendClose(closeCode, closeText), (sent, failure) -> closeSent(failure));
    }
  }

  /** Sends the close frame behind everything else. */
  void close(int code, String text) {
    closeDue = true;
    closeCode = code;
    closeText = text;
    flush();
  }

  /** Nothing more will be sent. */
  void drop() {
    over = true;
    frames.clear();
  }

  private void send(
      CompletableFuture<WebSocket> result, BiConsumer<WebSocket, Throwable> afterwards) {
    if (result.isDone() && !result.isCompletedExceptionally()) {
      afterwards.accept(socket, null);
      return;
    }
    sending = true;
    result.whenComplete(
        (sent, failure) ->
            loop.executeIfRunning(
                () -> {
                  sending = false;
                  afterwards.accept(sent, failure);
                  flush();
                }));
  }

  private void sent(int bytes, Throwable failure) {
    if (failure != null) {
      fail(failure);
      return;
    }
    waiting -= bytes;
    if (full && waiting <= LOW_WATER) {
      full = false;
      // As a task of its own: this may be in the middle of a write of the handler.
      loop.executeIfRunning(listener::onWritable);
    }
  }

  private void closeSent(Throwable failure) {
    if (failure == null) {
      listener.onCloseSent();
    } else {
      listener.onSendFailure(failure);
    }
  }

  private void fail(Throwable failure) {
    if (!over) {
      drop();
      listener.onSendFailure(failure);
    }
  }
}
