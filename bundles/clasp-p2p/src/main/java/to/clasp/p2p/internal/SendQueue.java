package to.clasp.p2p.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.wire.Outgoing;

/**
 * Messages on their way from the application to the loop. What is asked for while the loop is busy
 * is handed over together, so that small messages can share packets.
 */
final class SendQueue {
  private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;
  private static final int MAX_TURN = 1024;

  /** What a waiting message takes besides its bytes, about. */
  private static final int OVERHEAD = 128;

  /** A message and where it is to go. */
  record Request(String peer, Outgoing message, boolean reliable) {}

  private final Loop loop;
  private final Consumer<List<Request>> sink;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicLong waitingBytes = new AtomicLong();
  private volatile boolean closed;

  /**
   * An empty one.
   *
   * @param sink sends, on the loop
   */
  SendQueue(Loop loop, Consumer<List<Request>> sink) {
    this.loop = loop;
    this.sink = sink;
  }

  /** Takes a message, from any thread. */
  CompletionStage<SendResult> submit(String peer, byte[] bytes, boolean reliable) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    if (bytes.length > LocalPeer.MAX_MESSAGE_BYTES) {
      new Outgoing(bytes, result)
          .refuse(
              "the message takes "
                  + bytes.length
                  + " bytes, at most "
                  + LocalPeer.MAX_MESSAGE_BYTES);
      return result;
    }
    long size = bytes.length + (long) OVERHEAD;
    if (waitingBytes.addAndGet(size) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-size);
      new Outgoing(bytes, result)
          .refuse(MAX_WAITING_BYTES + " bytes wait already: wait for the futures");
      return result;
    }
    result.whenComplete((way, failure) -> waitingBytes.addAndGet(-size));
    requests.add(new Request(peer, new Outgoing(bytes.clone(), result), reliable));
    schedule();
    if (closed) {
      refuseAll();
    }
    // Whoever ends that one, by a timeout of its own for example, makes no room with it.
    return result.minimalCompletionStage();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(this::turn);
    }
  }

  private void turn() {
    scheduled.set(false);
    List<Request> now = new ArrayList<>();
    for (int i = 0; i < MAX_TURN; i++) {
      Request request = requests.poll();
      if (request == null) {
        break;
      }
      now.add(request);
    }
    sink.accept(now);
    if (!requests.isEmpty()) {
      schedule();
    }
  }

  /** Hands over what was asked for before, and refuses what comes after that. On the loop. */
  void close() {
    // Not until it is empty, for others may go on asking.
    for (int left = requests.size(); left > 0; left -= MAX_TURN) {
      turn();
    }
    closed = true;
    refuseAll();
  }

  private void refuseAll() {
    for (Request late = requests.poll(); late != null; late = requests.poll()) {
      late.message().refuse(Gate.CLOSED);
    }
  }
}
