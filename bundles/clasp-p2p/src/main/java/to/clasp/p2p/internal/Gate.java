package to.clasp.p2p.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.internal.link.Backlog;
import to.clasp.p2p.internal.link.Loop;

/**
 * What others ask of a peer, on its way to the loop: nothing of it happens once the peer has ended,
 * for a connection that is begun then would never be ended. Safe from any thread.
 */
final class Gate {
  static final String CLOSED = "this peer is closed";

  private final Loop loop;
  private final Backlog heard = new Backlog();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean ended;

  Gate(Loop loop) {
    this.loop = loop;
  }

  void execute(Runnable task) {
    loop.execute(
        () -> {
          if (!ended) {
            task.run();
          }
        });
  }

  /**
   * The same for something that others have sent.
   *
   * @param size what it keeps in memory, in bytes; it is dropped if too much waits already
   */
  void hear(int size, Runnable task) {
    if (heard.tryAdd(size)) {
      loop.execute(
          () -> {
            heard.remove(size);
            if (!ended) {
              task.run();
            }
          });
    }
  }

  /** The same for something that has a result. */
  <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(() -> answer(task, result));
    if (closed.get()) {
      result.completeExceptionally(new P2pException(CLOSED));
    }
    return result;
  }

  private <T> void answer(Supplier<CompletionStage<T>> task, CompletableFuture<T> result) {
    try {
      if (ended) {
        throw new P2pException(CLOSED);
      }
      task.get()
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  result.complete(value);
                } else {
                  result.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  boolean isClosed() {
    return closed.get();
  }

  /**
   * Lets nothing in any more.
   *
   * @param last happens as the last thing, on the loop
   * @return false if it is closed already
   */
  boolean close(Runnable last) {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    loop.execute(
        () -> {
          ended = true;
          last.run();
        });
    return true;
  }
}
