package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
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
 * The order guarantee: whoever subscribes to a param, on whichever loop and at whatever moment,
 * sees its revisions strictly rise, and the last one last.
 */
class RevisionOrderTest {
  private static final int LOOPS = 4;
  private static final int WRITERS = 8;
  private static final int WRITES = Integer.getInteger("clasp.order.writes", 1_000_000) / WRITERS;
  private static final int WINDOW = 256;
  private static final String ADDRESS = "/contended";

  private final RouterCore core = new RouterCore(RouterFixture.config(Map.of()));
  private final List<ExecutorService> loops = new ArrayList<>();

  @Test
  void fourLoopsEightWritersAndJoinersAllTheTimeSeeRevisionsRise() throws Exception {
    for (int i = 0; i < LOOPS; i++) {
      loops.add(Executors.newSingleThreadExecutor());
    }
    try {
      run();
    } finally {
      loops.forEach(ExecutorService::shutdownNow);
      core.close();
    }
  }

  private void run() throws Exception {
    List<Watcher> early = new ArrayList<>();
    for (ExecutorService loop : loops) {
      early.add(new Watcher(loop));
    }
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(loops.get(i % LOOPS)).start());
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
    List<Watcher> joined = joinUntilDone(all);
    all.get(120, TimeUnit.SECONDS);

    long last = (long) WRITERS * WRITES;
    for (Watcher watcher : early) {
      watcher.assertEndsAt(last);
    }
    for (Watcher watcher : joined) {
      watcher.assertEndsAt(last);
    }
    assertThat(joined).isNotEmpty();
  }

  /** New subscribers come all the time; most leave at once, so that the number stays bounded. */
  private List<Watcher> joinUntilDone(CompletableFuture<Void> writers) {
    List<Watcher> stayed = new ArrayList<>();
    for (int i = 0; !writers.isDone(); i++) {
      Watcher watcher = new Watcher(loops.get(i % LOOPS));
      watcher.awaitFirst();
      if (i % 64 == 0 && stayed.size() < 16) {
        stayed.add(watcher);
      } else {
        watcher.leave();
      }
    }
    return stayed;
  }

  /** Keeps up to {@link #WINDOW} writes under way until all are acknowledged. */
  private final class Writer implements MessageListener {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Semaphore window = new Semaphore(WINDOW);
    private final RouterSession session;
    private int acknowledged;

    Writer(Executor loop) {
      session = core.open(new SessionInfo("writer", "test"), Grant.EVERYTHING, loop, this);
    }

    CompletableFuture<Void> start() {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < WRITES; i++) {
                  window.acquireUninterruptibly();
                  session.send(Set.of(ADDRESS, Value.of((long) i)));
                }
              });
      thread.setDaemon(true);
      thread.start();
      return done;
    }

    @Override
    public void onMessage(Message message) {
      if (!(message instanceof Ack)) {
        done.completeExceptionally(new AssertionError("unexpected " + message));
      }
      window.release();
      if (++acknowledged == WRITES) {
        done.complete(null);
      }
    }
  }

  private final class Watcher implements MessageListener {
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final AtomicLong revision = new AtomicLong();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final RouterSession session;

    Watcher(Executor loop) {
      session = core.open(new SessionInfo("watcher", "test"), Grant.EVERYTHING, loop, this);
      session.send(new Subscribe(1, ADDRESS, Features.NONE, SubscribeOptions.NONE));
    }

    @Override
    public void onMessage(Message message) {
      if (message instanceof Set set) {
        saw(set.revision());
      } else if (message instanceof Snapshot snapshot) {
        snapshot.entries().forEach(entry -> saw(entry.revision()));
      }
    }

    private void saw(long next) {
      if (next <= revision.getAndSet(next)) {
        broken.set(true);
      }
      first.complete(null);
    }

    void awaitFirst() {
      first.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void leave() {
      session.close();
      assertThat(broken).as("revisions rose").isFalse();
    }

    void assertEndsAt(long last) {
      Await.until(() -> revision.get() == last);
      assertThat(broken).as("revisions rose").isFalse();
    }
  }
}
