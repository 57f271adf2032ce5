package to.clasp.client.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.client.ClaspException;
import to.clasp.client.Registration;

/** Tells what happens to the client as a whole, one thing after the other. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final long LOG_PAUSE = 10_000_000_000L;
  private static final int LOGGED_AT_ONCE = 10;

  private final Turn turn;
  private final Mailbox<Runnable> mailbox;
  private final List<Runnable> connect = new CopyOnWriteArrayList<>();
  private final List<Runnable> resync = new CopyOnWriteArrayList<>();
  private final List<Consumer<ClaspException>> disconnect = new CopyOnWriteArrayList<>();
  private final List<Consumer<ClaspException>> error = new CopyOnWriteArrayList<>();
  private long droppedTold = System.nanoTime() - LOG_PAUSE;
  private long logged = System.nanoTime();
  private int loggedLately;

  Listeners(Turn turn, Executor executor) {
    this.turn = turn;
    this.mailbox = new Mailbox<>(executor, new Runner(), event -> null, Long.MAX_VALUE);
  }

  private final class Runner implements Mailbox.Receiver<Runnable> {
    @Override
    public void receive(Runnable event) {
      event.run();
    }

    /** Out of a listener; to tell it to a listener again could go on for ever. */
    @Override
    public void failed(Throwable failure) {
      log("a listener of the client failed", failure);
    }
  }

  Registration onConnect(Runnable callback) {
    return add(connect, callback::run);
  }

  Registration onResync(Runnable callback) {
    return add(resync, callback::run);
  }

  Registration onDisconnect(Consumer<ClaspException> callback) {
    return add(disconnect, callback::accept);
  }

  Registration onError(Consumer<ClaspException> callback) {
    return add(error, callback::accept);
  }

  /** Each is an object of its own, so that one that was given twice can be taken back once. */
  private static <T> Registration add(List<T> list, T listener) {
    list.add(listener);
    return () -> list.remove(listener);
  }

  void connected() {
    tell(() -> connect.forEach(this::run));
  }

  void resynced() {
    tell(() -> resync.forEach(this::run));
  }

  void disconnected(ClaspException why) {
    tell(() -> disconnect.forEach(callback -> run(() -> callback.accept(why))));
  }

  void failed(ClaspException failure) {
    if (error.isEmpty()) {
      log(failure.getMessage(), failure.getCause());
    } else {
      tell(() -> error.forEach(callback -> run(() -> callback.accept(failure))));
    }
  }

  /** An exception out of a callback. From any thread, without the lock. */
  void callbackFailed(String what, Throwable failure) {
    failed(new ClaspException(0, what + " failed: " + failure, null, failure));
    mailbox.wake();
  }

  /** Under the lock. */
  void dropped(String pattern, long count) {
    long now = System.nanoTime();
    if (now - droppedTold >= LOG_PAUSE) {
      droppedTold = now;
      String text =
          "the callback of " + pattern + " is too slow: " + count + " messages were dropped so far";
      failed(new ClaspException(0, text, pattern, null));
    }
  }

  private void tell(Runnable event) {
    mailbox.add(event, 0);
    turn.run(() -> turn.tell(mailbox));
  }

  private void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | Error failure) {
      log("a listener of the client failed", failure);
    }
  }

  /** Whatever a router sends, the log does not grow without bound. */
  private synchronized void log(String text, Throwable cause) {
    long now = System.nanoTime();
    if (now - logged >= LOG_PAUSE) {
      logged = now;
      loggedLately = 0;
    }
    if (loggedLately++ < LOGGED_AT_ONCE) {
      LOG.warn(text, cause);
    }
  }

  /** Nothing is told any more behind what waits. */
  void finish() {
    mailbox.finish(() -> {});
  }
}
