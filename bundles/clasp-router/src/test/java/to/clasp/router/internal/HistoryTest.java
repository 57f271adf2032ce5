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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.MessageListener;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** The option history of SUBSCRIBE: what was before, then what is, then what comes. */
class HistoryTest {

  @Test
  void theLastValuesComeOldestFirstAndTheCurrentOneLast() {
    try (RouterFixture router = recording(16)) {
      writeParams(router, 10);

      RawClient subscriber = subscriber(router, "/p", Features.NONE, 4);
      List<Message> told = subscriber.drain();

      assertThat(told).hasSize(4);
      assertThat(told.subList(0, 3)).containsExactly(told(7), told(8), told(9));
      Snapshot.Entry current = ((Snapshot) told.get(3)).entries().get(0);
      assertThat(current.revision()).isEqualTo(10);
    }
  }

  @Test
  void theLastEventsComeOldestFirstAsTheyWere() {
    try (RouterFixture router = recording(16)) {
      RawClient publisher = router.client("publisher");
      for (int i = 0; i < 10; i++) {
        publisher.send(event("/e/a", i), stream("/e/a", i));
      }
      publisher.drain();

      assertThat(subscriber(router, "/e/**", Features.NONE, 3).drain())
          .containsExactly(event("/e/a", 7), event("/e/a", 8), event("/e/a", 9));
    }
  }

  @Test
  void noMoreIsKeptOfAnAddressThanConfigured() {
    try (RouterFixture router = recording(5)) {
      writeParams(router, 100);

      assertThat(subscriber(router, "/p", Features.NONE, 4_294_967_295L).drain())
          .startsWith(told(96), told(97), told(98), told(99))
          .hasSize(5);
    }
  }

  @Test
  void nothingIsKeptWhenTheLengthIsZeroAndNothingOfBeforeAfterwards() {
    try (RouterFixture router = recording(16)) {
      writeParams(router, 10);
      router.core.modified(RouterFixture.config(Map.of()));
      assertThat(subscriber(router, "/p", Features.NONE, 10).drain()).hasSize(1);

      router.core.modified(RouterFixture.config(Map.of("historyLength", 16)));

      assertThat(subscriber(router, "/p", Features.NONE, 10).drain()).hasSize(1);
    }
  }

  @Test
  void aHistoryOfZeroMeansNoSnapshotAndOneMeansTheCurrentValue() {
    try (RouterFixture router = recording(16)) {
      writeParams(router, 3);

      assertThat(subscriber(router, "/p", Features.NONE, 0).drain()).isEmpty();
      List<Message> told = subscriber(router, "/p", Features.NONE, 1).drain();
      assertThat(told).hasSize(1);
      assertThat(told.get(0)).isInstanceOf(Snapshot.class);
    }
  }

  @Test
  void theTypeFilterHoldsForThePastToo() {
    try (RouterFixture router = recording(16)) {
      writeParams(router, 3);
      router.client("publisher").send(event("/p", 1), event("/p", 2)).drain();

      assertThat(subscriber(router, "/**", Features.of(SignalType.EVENT), 9).drain())
          .containsExactly(event("/p", 1), event("/p", 2));
      assertThat(subscriber(router, "/**", Features.of(SignalType.PARAM), 9).drain())
          .startsWith(told(1), told(2))
          .hasSize(3);
      assertThat(subscriber(router, "/**", Features.of(SignalType.STREAM), 9).drain()).isEmpty();
    }
  }

  @Test
  void nobodyIsToldThePastOfWhatHeMayNotRead() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (RouterFixture router = recording(16)) {
      router.client("publisher").send(event("/open/a", 1), event("/secret/a", 2)).drain();
      List<Message> got = new ArrayList<>();
      Grant guest = new Grant("guest", List.of(Scope.parse("read:/open/**")));
      RouterSession session =
          router.core.open(new SessionInfo("host", "test"), guest, executor, got::add);

      session.send(new Subscribe(1, "/**", Features.NONE, history(5)));
      session.send(to.clasp.protocol.Ping.INSTANCE);

      executor.submit(() -> {}).get();
      assertThat(executor.submit(() -> List.copyOf(got)).get())
          .startsWith(event("/open/a", 1))
          .hasSize(2);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void theMemoryForAllAddressesIsBoundedAndTheOldestGoFirst() {
    try (RouterFixture router =
        RouterFixture.with(Map.of("historyLength", 16, "maxHistoryBytes", 20_000))) {
      RawClient publisher = router.client("publisher");
      for (int i = 0; i < 1000; i++) {
        publisher.send(event("/e/" + i, i));
      }
      publisher.drain();

      List<Message> told = subscriber(router, "/e/*", Features.NONE, 2).drain();

      assertThat(told).hasSizeBetween(20, 60).contains(event("/e/999", 999));
      for (Message message : told) {
        long number = ((Value.Int) ((Publish) message).value()).value();
        assertThat(number).isGreaterThanOrEqualTo(1000 - told.size());
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsToldItsPastCompletelyOnceItReads() {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("historyLength", 16, "maxQueuedReplies", 200),
            RouterFixture.OPEN,
            new MemoryTransport(1, 1000))) {
      RawClient writer = router.client("writer");
      publishRoundRobin(writer, 3000, 300);
      RawClient subscriber = router.client("subscriber");
      subscriber.pauseReading();
      subscriber.send(new Subscribe(1, "/e/*", Features.NONE, history(10)));
      writer.expectNothing();

      subscriber.resumeReading();

      assertThat(subscriber.drain()).hasSize(3000).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatIsHeldBackBehindThePastOfAClientThatDoesNotReadIsBounded() {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("historyLength", 16, "maxQueuedMessages", 100),
            RouterFixture.OPEN,
            new MemoryTransport(1, 1000))) {
      RawClient writer = router.client("writer");
      publishRoundRobin(writer, 1000, 1000);
      RawClient subscriber = router.client("subscriber");
      subscriber.pauseReading();
      subscriber.send(new Subscribe(1, "/e/*", Features.NONE, history(2)));
      publishRoundRobin(writer, 6000, 1000);

      subscriber.resumeReading();

      assertThat(subscriber.drain()).hasSizeLessThan(2000);
    }
  }

  private static void publishRoundRobin(RawClient writer, int count, int addresses) {
    for (int i = 0; i < count; i++) {
      writer.send(event("/e/" + i % addresses, i));
      if (i % 100 == 99) {
        writer.drain();
      }
    }
  }

  @Test
  void manyAddressesAreToldCompletelyAndEachOnce() {
    try (RouterFixture router = recording(16)) {
      RawClient writer = router.client("writer");
      for (int i = 0; i < 9000; i++) {
        writer.send(Set.of("/p/" + i % 3000, Value.of((long) i)));
        if (i % 100 == 99) {
          writer.drain();
        }
      }

      List<String> told = new ArrayList<>();
      for (Message message : subscriber(router, "/p/*", Features.NONE, 3).drain()) {
        if (message instanceof Set set) {
          told.add(set.address() + "#" + set.revision());
        } else {
          ((Snapshot) message)
              .entries()
              .forEach(entry -> told.add(entry.address() + "#" + entry.revision()));
        }
      }

      assertThat(told).hasSize(9000).doesNotHaveDuplicates();
    }
  }

  /** Joiners come while an address is written all the time on another loop. */
  @Test
  void joinersSeeEveryRevisionAndEveryEventFromTheirPastOnOnceAndInOrder() throws Exception {
    ExecutorService writing = Executors.newSingleThreadExecutor();
    ExecutorService joining = Executors.newSingleThreadExecutor();
    try (RouterFixture router = recording(16)) {
      Writer writer = new Writer(router, writing, 20_000);
      CompletableFuture<Void> done = writer.start();
      List<Joiner> joiners = new ArrayList<>();
      while (!done.isDone()) {
        Joiner joiner = new Joiner(router, joining, joiners.size() % 2 == 0 ? "/c" : "/*");
        joiner.first.get(30, TimeUnit.SECONDS);
        if (joiners.size() < 20) {
          joiners.add(joiner);
        } else {
          joiner.session.close();
        }
        assertThat(joiner.broken).isNull();
      }
      done.get(30, TimeUnit.SECONDS);

      for (Joiner joiner : joiners) {
        Await.until(() -> joiner.revision.get() == 20_000 && joiner.event.get() == 20_000);
        assertThat(joiner.broken).isNull();
      }
    } finally {
      writing.shutdownNow();
      joining.shutdownNow();
    }
  }

  private static final class Writer implements MessageListener {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Semaphore window = new Semaphore(64);
    private final RouterSession session;
    private final int count;

    Writer(RouterFixture router, Executor loop, int count) {
      this.session =
          router.core.open(new SessionInfo("writer", "test"), Grant.EVERYTHING, loop, this);
      this.count = count;
    }

    CompletableFuture<Void> start() {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 1; i <= count; i++) {
                  window.acquireUninterruptibly();
                  session.send(event("/c", i));
                  session.send(Set.of("/c", Value.of((long) i)));
                }
              });
      thread.setDaemon(true);
      thread.start();
      return done;
    }

    @Override
    public void onMessage(Message message) {
      window.release();
      if (message instanceof Ack ack && ack.revision() == count) {
        done.complete(null);
      }
    }
  }

  private static final class Joiner implements MessageListener {
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final AtomicLong revision = new AtomicLong();
    private final AtomicLong event = new AtomicLong();
    private final RouterSession session;
    private volatile String broken;

    Joiner(RouterFixture router, Executor loop, String pattern) {
      session = router.core.open(new SessionInfo("joiner", "test"), Grant.EVERYTHING, loop, this);
      session.send(new Subscribe(1, pattern, Features.NONE, history(10)));
    }

    @Override
    public void onMessage(Message message) {
      if (message instanceof Set set) {
        saw(revision, set.revision());
      } else if (message instanceof Publish publish) {
        saw(event, ((Value.Int) publish.value()).value());
      } else if (message instanceof Snapshot snapshot) {
        snapshot.entries().forEach(entry -> saw(revision, entry.revision()));
      }
      if (revision.get() > 0 && event.get() > 0) {
        first.complete(null);
      }
    }

    private void saw(AtomicLong counter, long next) {
      long before = counter.getAndSet(next);
      if (before != 0 && next != before + 1) {
        broken = next + " came behind " + before;
      }
    }
  }

  private static RouterFixture recording(int length) {
    return RouterFixture.with(Map.of("historyLength", length));
  }

  private static void writeParams(RouterFixture router, int count) {
    RawClient writer = router.client("writer");
    LongStream.rangeClosed(1, count).forEach(i -> writer.send(Set.of("/p", Value.of(i))));
    writer.drain();
  }

  private static RawClient subscriber(
      RouterFixture router, String pattern, Features types, long history) {
    return router.client("subscriber").send(new Subscribe(1, pattern, types, history(history)));
  }

  private static SubscribeOptions history(long count) {
    return new SubscribeOptions(null, null, count, null);
  }

  private static Set told(long revision) {
    return new Set("/p", Value.of(revision), revision, false, false, null);
  }

  private static Publish event(String address, long number) {
    return Publish.of(address, SignalType.EVENT, Value.of(number));
  }

  private static Publish stream(String address, long number) {
    return Publish.of(address, SignalType.STREAM, Value.of(number));
  }
}
