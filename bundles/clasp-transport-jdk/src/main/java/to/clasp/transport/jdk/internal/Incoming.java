package to.clasp.transport.jdk.internal;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Takes what the platform tells on threads of its own, and hands it to the loop in batches. At most
 * {@value #CREDIT} pieces are on their way. Each piece is asked for where the one before it is
 * told, because the platform may forget the end of a stream that comes while another thread asks;
 * only when the loop does not keep up has it to ask again.
 */
final class Incoming implements WebSocket.Listener {
  /** Pieces have up to 16 KiB. */
  static final int CREDIT = 32;

  private final Loop loop;
  private final Consumer<WebSocket> onOpen;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();

  /** Holds back the answer that the platform gives to a close by itself. */
  private final CompletableFuture<Void> answered = new CompletableFuture<>();

  private Runnable drain = () -> {};
  private int untaken;
  private boolean starved;

  Incoming(Loop loop, Consumer<WebSocket> onOpen) {
    this.loop = loop;
    this.onOpen = onOpen;
  }

  /** Sets what takes the arrivals. On the loop. */
  void drainWith(Runnable drain) {
    this.drain = drain;
  }

  /** The next arrival, or null. On the loop. */
  Arrival poll() {
    return arrivals.poll();
  }

  /** Lets the platform answer the close of the peer, unless that has happened. */
  void release() {
    answered.complete(null);
  }

  @Override
  public void onOpen(WebSocket socket) {
    loop.executeIfRunning(() -> onOpen.accept(socket));
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    arrive(socket, new Arrival.Part(bytes, last));
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    arrive(socket, new Arrival.Text());
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String text) {
    arrive(new Arrival.Closed(code, text));
    return answered;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    arrive(new Arrival.Failed(failure));
  }

  private void arrive(WebSocket socket, Arrival piece) {
    arrive(piece);
    if (hasRoom()) {
      socket.request(1);
    }
  }

  private synchronized boolean hasRoom() {
    starved = ++untaken >= CREDIT;
    return !starved;
  }

  /** Some pieces were taken. On the loop; true if it has to ask for the next one. */
  synchronized boolean taken(int pieces) {
    untaken -= pieces;
    boolean asks = starved && untaken <= CREDIT / 2;
    starved &= !asks;
    return asks;
  }

  private void arrive(Arrival arrival) {
    arrivals.add(arrival);
    wake();
  }

  /** Makes the loop look, once for all that comes until it does. */
  void wake() {
    if (due.compareAndSet(false, true)) {
      loop.executeIfRunning(
          () -> {
            due.set(false);
            drain.run();
          });
    }
  }
}
