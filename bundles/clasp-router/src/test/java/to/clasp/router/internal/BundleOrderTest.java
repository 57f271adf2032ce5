package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.MessageListener;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;

/**
 * Bundles of the same params, in different orders and on different loops, with plain SETs between:
 * none waits for ever, nothing stands between the SETs of one bundle, revisions rise.
 */
class BundleOrderTest {
  private static final int ROUNDS = 5000;
  private static final int PIECES = 100;
  private static final int PIECE = 200;
  private static final int REFUSALS = 3;
  private static final List<String> ADDRESSES = List.of("/a", "/b", "/c", "/d");
  private static final List<String> REVERSED = List.of("/d", "/c", "/b", "/a");

  private final RouterCore core = new RouterCore(RouterFixture.config(Map.of()));
  private final List<ExecutorService> loops = new ArrayList<>();

  @Test
  void bundlesInOppositeOrdersAndPlainSetsAllEndAndEachBundleStaysInOnePiece() throws Exception {
    for (int i = 0; i < 4; i++) {
      loops.add(Executors.newSingleThreadExecutor());
    }
    try {
      Watcher watcher = new Watcher(loops.get(3));
      Await.until(core::hasSubscriptions);
      List<CompletableFuture<Void>> writers =
          List.of(
              new Writer(loops.get(0), i -> bundle(ADDRESSES, "forward" + i)).start(),
              new Writer(loops.get(1), i -> bundle(REVERSED, "backward" + i)).start(),
              new Writer(loops.get(2), BundleOrderTest::plain).start());
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

      Await.until(() -> watcher.sets.get() == 9 * ROUNDS);
      assertThat(watcher.broken.get()).isNull();
    } finally {
      loops.forEach(ExecutorService::shutdownNow);
      core.close();
    }
  }

  /** A refused bundle takes those params away that it made, while others write them. */
  @Test
  void noSetOrBundleIsLostWhenARefusedBundleTakesItsNewParamAway() throws Exception {
    for (int i = 0; i < 2; i++) {
      loops.add(Executors.newSingleThreadExecutor());
    }
    try {
      AtomicInteger answers = new AtomicInteger();
      RouterSession bundler = open(loops.get(0), answers);
      RouterSession setter = open(loops.get(1), answers);
      bundler.send(set("/known"));
      Await.until(() -> answers.get() == 1);
      for (int piece = 0; piece < PIECES; piece++) {
        int expected = answers.get() + REFUSALS + PIECE;
        for (int i = 0; i < REFUSALS; i++) {
          bundler.send(refusedBundle(piece));
        }
        for (int i = 0; i < PIECE; i++) {
          Set wanted = set("/new/" + piece + "/" + i);
          setter.send(i % 2 == 0 ? wanted : new Bundle(null, List.of(wanted)));
        }
        Await.until(() -> answers.get() == expected);
      }

      AtomicInteger found = new AtomicInteger();
      core.open(
              new SessionInfo("reader", "test"),
              Grant.EVERYTHING,
              loops.get(0),
              message -> found.addAndGet(((Snapshot) message).entries().size()))
          .send(new Subscribe(1, "/new/**", Features.NONE, SubscribeOptions.NONE));
      Await.until(() -> found.get() == PIECES * PIECE);
    } finally {
      loops.forEach(ExecutorService::shutdownNow);
      core.close();
    }
  }

  private RouterSession open(Executor loop, AtomicInteger answers) {
    return core.open(
        new SessionInfo("writer", "test"),
        Grant.EVERYTHING,
        loop,
        message -> answers.incrementAndGet());
  }

  private static Bundle refusedBundle(int piece) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < PIECE; i++) {
      messages.add(set("/new/" + piece + "/" + i));
    }
    messages.add(new Set("/known", Value.of(1), 99L, false, false, null));
    return new Bundle(null, messages);
  }

  private static Set set(String address) {
    return Set.of(address, Value.of(1));
  }

  private static Bundle bundle(List<String> addresses, String value) {
    return new Bundle(
        null, addresses.stream().<Message>map(it -> Set.of(it, Value.of(value))).toList());
  }

  private static Message plain(int i) {
    return Set.of(ADDRESSES.get(i % ADDRESSES.size()), Value.of("plain" + i));
  }

  private interface Source {
    Message message(int number);
  }

  /** Keeps some messages under way until all are answered. */
  private final class Writer implements MessageListener {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Semaphore window = new Semaphore(64);
    private final RouterSession session;
    private final Source source;
    private int answered;

    Writer(Executor loop, Source source) {
      this.source = source;
      session = core.open(new SessionInfo("writer", "test"), Grant.EVERYTHING, loop, this);
    }

    CompletableFuture<Void> start() {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  window.acquireUninterruptibly();
                  session.send(source.message(i));
                }
              });
      thread.setDaemon(true);
      thread.start();
      return done;
    }

    @Override
    public void onMessage(Message message) {
      if (message instanceof Ack || message instanceof ErrorMessage) {
        window.release();
        if (++answered == ROUNDS) {
          done.complete(null);
        }
      }
    }
  }

  private final class Watcher implements MessageListener {
    private final AtomicInteger sets = new AtomicInteger();
    private final AtomicReference<String> broken = new AtomicReference<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final List<String> piece = new ArrayList<>();
    private Value pieceValue;

    Watcher(Executor loop) {
      core.open(new SessionInfo("watcher", "test"), Grant.EVERYTHING, loop, this)
          .send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
    }

    @Override
    public void onMessage(Message message) {
      if (message instanceof Set set) {
        Long before = revisions.put(set.address(), set.revision());
        if (before != null && set.revision() != before + 1) {
          broken.compareAndSet(null, set + " after revision " + before);
        }
        takePiece(set);
        sets.incrementAndGet();
      }
    }

    private void takePiece(Set set) {
      String value = ((Value.Text) set.value()).value();
      if (!piece.isEmpty() && !set.value().equals(pieceValue)) {
        broken.compareAndSet(null, set + " within the bundle of " + pieceValue);
      }
      if (value.startsWith("plain")) {
        return;
      }
      pieceValue = set.value();
      piece.add(set.address());
      if (piece.size() == ADDRESSES.size()) {
        if (!piece.equals(value.startsWith("forward") ? ADDRESSES : REVERSED)) {
          broken.compareAndSet(null, "order " + piece);
        }
        piece.clear();
      }
    }
  }
}
