package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;
import to.clasp.router.MessageListener;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.router.internal.session.HostSession;
import to.clasp.testkit.Await;

/** Params that are removed while they are written: no write is lost, and none is told wrongly. */
class RemovalRaceTest {
  private static final int WRITERS = 4;
  private static final int WRITES = 20_000;
  private static final int WINDOW = 64;
  private static final Ttl AT_ONCE = new Ttl(Ttl.Kind.ABSOLUTE, 0);

  private final ManualTime time = new ManualTime();
  private final List<ExecutorService> loops = new ArrayList<>();
  private final Queue<Message> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicLong revisionsOne = new AtomicLong();

  @Test
  void writesDuringExpiryAreToldInOrderAndEachBeginsAtRevision1OrGoesOn() throws Exception {
    RouterCore core = time.core(Map.of("paramTtlSeconds", 0));
    Watcher watcher = new Watcher();
    AtomicBoolean done = new AtomicBoolean();
    Thread sweeping = new Thread(() -> passUntil(done, core));
    try {
      RouterSession session = open(core, watcher);
      session.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
      Await.until(core::hasSubscriptions);
      sweeping.start();

      run(core, 2, AT_ONCE);

      done.set(true);
      sweeping.join();
      time.pass(core, 3);
      Await.until(() -> watcher.writes.get() == (long) WRITERS * WRITES);
      Await.until(() -> core.paramCount() == 0);
      assertThat(unexpected).isEmpty();
      assertThat(watcher.removals.get()).as("params were removed meanwhile").isGreaterThan(10);
    } finally {
      done.set(true);
      close(core);
    }
  }

  @Test
  void writesDuringEvictionAreAllAcknowledgedAndTheLimitHolds() throws Exception {
    RouterCore core = time.core(Map.of("maxParams", 8));
    try {
      run(core, 12, null);

      assertThat(unexpected).isEmpty();
      assertThat(core.paramCount()).isLessThanOrEqualTo(8);
      assertThat(revisionsOne.get()).as("params were evicted meanwhile").isGreaterThan(100);
    } finally {
      close(core);
    }
  }

  @Test
  void aLockThatEndsWithItsParamIsForgottenByItsHolder() throws Exception {
    RouterCore core = time.core(Map.of());
    try {
      HostSession session = (HostSession) open(core, message -> {});
      for (int i = 0; i < 10; i++) {
        session.send(new Set("/" + i, Value.of(1), null, true, false, AT_ONCE));
      }
      Await.until(() -> session.driver().session().lockCount() == 10);

      time.pass(core, 2);

      Await.until(() -> session.driver().session().lockCount() == 0);
    } finally {
      close(core);
    }
  }

  private void passUntil(AtomicBoolean done, RouterCore core) {
    while (!done.get()) {
      time.pass(core, 1);
    }
  }

  private void run(RouterCore core, int addresses, Ttl ttl) throws InterruptedException {
    CountDownLatch acknowledged = new CountDownLatch(WRITERS * WRITES);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Semaphore window = new Semaphore(WINDOW);
      RouterSession session =
          open(
              core,
              message -> {
                count(message);
                acknowledged.countDown();
                window.release();
              });
      threads.add(new Thread(() -> write(session, window, addresses, ttl)));
    }
    threads.forEach(Thread::start);
    assertThat(acknowledged.await(60, TimeUnit.SECONDS)).as("every write is answered").isTrue();
  }

  private static void write(RouterSession session, Semaphore window, int addresses, Ttl ttl) {
    for (int i = 0; i < WRITES; i++) {
      window.acquireUninterruptibly();
      String address = "/" + i % addresses;
      session.send(new Set(address, Value.of(i), null, false, false, ttl));
    }
  }

  private void count(Message answer) {
    if (!(answer instanceof Ack ack)) {
      unexpected.add(answer);
    } else if (ack.revision() == 1) {
      revisionsOne.incrementAndGet();
    }
  }

  private RouterSession open(RouterCore core, MessageListener listener) {
    loops.add(Executors.newSingleThreadExecutor());
    return core.open(
        new SessionInfo("test", "test"), Grant.EVERYTHING, loops.get(loops.size() - 1), listener);
  }

  private void close(RouterCore core) {
    loops.forEach(ExecutorService::shutdownNow);
    core.close();
  }

  /** Checks that each param's revisions are 1, 2, 3 and so on, up to a null, and then 1 again. */
  private final class Watcher implements MessageListener {
    private final Map<String, Long> next = new HashMap<>();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong removals = new AtomicLong();

    @Override
    public void onMessage(Message message) {
      if (!(message instanceof Set set)) {
        return;
      }
      long expected = next.getOrDefault(set.address(), 1L);
      if (set.revision() != expected) {
        unexpected.add(set);
      }
      boolean removal = set.value() instanceof Value.Null;
      next.put(set.address(), removal ? 1 : set.revision() + 1);
      (removal ? removals : writes).incrementAndGet();
    }
  }
}
