package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** The options maxRate, epsilon and window of SUBSCRIBE (protocol part 7). */
class SubscribeOptionsTest {
  private static final long SLOW = 1;
  private static final SubscribeOptions ONE_HERTZ = new SubscribeOptions(SLOW, null, null, null);
  private static final SubscribeOptions FIFTY_HERTZ = new SubscribeOptions(50L, null, null, null);
  private static final SubscribeOptions HALF = new SubscribeOptions(null, 0.5, null, null);

  private final RouterFixture router = RouterFixture.open();
  private final RawClient subscriber = router.client("subscriber");
  private final RawClient publisher = router.client("publisher");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void ofAThousandSetsAtFiftyHertzFewArriveInOrderAndTheLastAlways() {
    subscribe(1, "/p", FIFTY_HERTZ);
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      publisher.send(Set.of("/p", Value.of((long) i)));
    }

    List<Long> revisions = new ArrayList<>();
    do {
      revisions.add(subscriber.expect(Set.class).revision());
    } while (revisions.get(revisions.size() - 1) < 1000);

    long intervals = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 20;
    assertThat(revisions).isSorted().doesNotHaveDuplicates().startsWith(1L);
    assertThat(revisions.size()).isBetween(2, (int) intervals + 2);
    subscriber.expectNothing();
  }

  @Test
  void theRateHoldsForEachAddressAndNotForEvents() {
    subscribe(1, "/**", ONE_HERTZ);

    publisher.send(set("/a", 1), set("/b", 1), event(1), event(2), set("/a", 2), event(3)).drain();

    assertThat(subscriber.drain())
        .containsExactly(told("/a", 1, 1), told("/b", 1, 1), event(1), event(2), event(3));
  }

  @Test
  void theWriterItselfIsSlowedDownAndAcknowledgedAtOnce() {
    subscribe(1, "/**", ONE_HERTZ);

    subscriber.send(set("/a", 1), set("/a", 2));

    assertThat(subscriber.drain())
        .containsExactly(
            told("/a", 1, 1),
            new Ack("/a", 1L, null, null, null),
            new Ack("/a", 2L, null, null, null));
  }

  @Test
  void theLastMoveOfAGestureComesBeforeItsEnd() {
    subscribe(1, "/g", ONE_HERTZ);

    publisher.send(move(1), move(2), move(3), gesture(Phase.END, 4)).drain();

    assertThat(subscriber.drain()).containsExactly(move(1), move(3), gesture(Phase.END, 4));
  }

  @Test
  void whatIsToldByGetIsNotToldAgain() {
    subscribe(1, "/a", FIFTY_HERTZ);
    publisher.send(set("/a", 1), set("/a", 2)).drain();
    subscriber.send(new Get("/a"));

    List<Long> revisions = new ArrayList<>();
    publisher.send(set("/a", 3)).drain();
    while (revisions.isEmpty() || revisions.get(revisions.size() - 1) < 3) {
      Message next = subscriber.next();
      revisions.add(
          next instanceof Set set ? set.revision() : ((Snapshot) next).entries().get(0).revision());
    }

    assertThat(revisions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void smallChangesAreNotSentBeginningWithTheSnapshot() {
    publisher.send(set("/a", 1)).drain();
    subscriber.send(new Subscribe(1, "/a", Features.NONE, HALF));
    subscriber.expect(Snapshot.class);

    publisher.send(set("/a", 1.4), set("/a", 1.5), set("/a", 1.9), set("/a", 2.1)).drain();

    assertThat(subscriber.drain()).containsExactly(told("/a", 1.5, 3), told("/a", 2.1, 5));
  }

  @Test
  void samplesOfAWindowArriveInOneMessage() {
    subscribe(1, "/s", new SubscribeOptions(null, null, null, 50L));
    publisher.send(sample(0), sample(1), sample(2), sample(3)).drain();

    Publish gathered = subscriber.expect(Publish.class);

    assertThat(gathered)
        .isEqualTo(
            new Publish(
                "/s",
                SignalType.STREAM,
                Phase.START,
                null,
                Samples.of(0, 1, 2, 3),
                5_000L,
                null,
                1000L));
    subscriber.expectNothing();
  }

  @Test
  void ofSeveralSubscriptionsTheLeastRestrictiveWins() {
    subscribe(1, "/a", new SubscribeOptions(SLOW, 10.0, null, null));
    subscribe(2, "/*", new SubscribeOptions(null, 1.0, null, null));
    subscribe(3, "/**", new SubscribeOptions(null, 5.0, null, 60_000L));

    publisher.send(set("/a", 1), set("/a", 1.9), set("/a", 2), set("/a", 3)).drain();

    assertThat(subscriber.drain())
        .containsExactly(told("/a", 1, 1), told("/a", 2, 3), told("/a", 3, 4));
  }

  @Test
  void aSubscriptionWithoutOptionsLiftsThoseOfAnotherForItsTypesOnly() {
    subscribe(1, "/**", ONE_HERTZ);
    subscriber.send(new Subscribe(2, "/s", Features.of(SignalType.STREAM), SubscribeOptions.NONE));
    subscriber.expectNothing();

    publisher.send(sample(1), sample(2), set("/s", 1), set("/s", 2)).drain();

    assertThat(subscriber.drain()).containsExactly(sample(1), sample(2), told("/s", 1, 1));
  }

  @Test
  void optionsOfTheSameIdTakeEffectAtOnce() {
    subscribe(1, "/a", ONE_HERTZ);
    publisher.send(set("/a", 1), set("/a", 2)).drain();
    assertThat(subscriber.drain()).containsExactly(told("/a", 1, 1));

    subscriber.send(
        new Subscribe(1, "/a", Features.NONE, new SubscribeOptions(null, null, 0L, null)));
    assertThat(subscriber.drain()).containsExactly(told("/a", 2, 2));
    publisher.send(set("/a", 3), set("/a", 4)).drain();

    assertThat(subscriber.drain()).containsExactly(told("/a", 3, 3), told("/a", 4, 4));
  }

  @Test
  void whatWaitsIsSentWhenASubscriptionEndsAndNothingAfterwards() {
    subscribe(1, "/a", FIFTY_HERTZ);
    publisher.send(set("/a", 1), set("/a", 2)).drain();
    subscriber.send(new Unsubscribe(1));
    List<Message> until = subscriber.drain();
    assertThat(until.get(until.size() - 1)).isEqualTo(told("/a", 2, 2));

    publisher.send(set("/a", 3)).drain();

    subscriber.expectNothing();
  }

  @Test
  void aZeroOrNoNumberIsNoRestriction() {
    subscribe(1, "/a", new SubscribeOptions(0L, Double.NaN, null, 0L));

    publisher.send(set("/a", 1), set("/a", 1)).drain();

    assertThat(subscriber.drain()).hasSize(2);
  }

  @Test
  void aSlowReaderWithARateEndsWithTheLastValues() {
    try (RouterFixture small =
        new RouterFixture(
            Map.of("maxQueuedParams", 20), RouterFixture.OPEN, new MemoryTransport(1, 2000))) {
      RawClient slow = small.client("slow");
      RawClient writer = small.client("writer");
      slow.send(
          new Subscribe(1, "/**", Features.NONE, new SubscribeOptions(1000L, 0.1, null, null)));
      slow.expectNothing();
      slow.pauseReading();
      for (int i = 0; i < 2000; i++) {
        writer.send(set("/p/" + i % 50, i));
        if (i % 100 == 99) {
          writer.drain();
        }
      }
      slow.resumeReading();

      Map<String, Long> revisions = new HashMap<>();
      while (revisions.size() < 50 || revisions.values().stream().anyMatch(r -> r < 40)) {
        for (Map.Entry<String, Long> told : revisionsOf(slow.next()).entrySet()) {
          Long before = revisions.put(told.getKey(), told.getValue());
          assertThat(told.getValue()).isGreaterThan(before == null ? 0 : before);
        }
      }
    }
  }

  @Test
  void aSessionInTheSameJvmIsServedTheSame() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      BlockingQueue<Message> got = new LinkedBlockingQueue<>();
      RouterSession session =
          router.core.open(new SessionInfo("host", "test"), Grant.EVERYTHING, executor, got::add);
      session.send(new Subscribe(1, "/p", Features.NONE, FIFTY_HERTZ));
      session.send(Ping.INSTANCE);
      assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(Pong.INSTANCE);
      for (int i = 0; i < 1000; i++) {
        publisher.send(Set.of("/p", Value.of((long) i)));
      }

      int count = 0;
      for (long last = 0; last < 1000; count++) {
        Message next = got.poll(10, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(Set.class);
        assertThat(((Set) next).revision()).isGreaterThan(last);
        last = ((Set) next).revision();
      }
      assertThat(count).isLessThan(1000);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Map<String, Long> revisionsOf(Message message) {
    Map<String, Long> revisions = new HashMap<>();
    if (message instanceof Set set) {
      revisions.put(set.address(), set.revision());
    } else if (message instanceof Snapshot snapshot) {
      snapshot.entries().forEach(entry -> revisions.put(entry.address(), entry.revision()));
    }
    return revisions;
  }

  private void subscribe(long id, String pattern, SubscribeOptions options) {
    subscriber.send(new Subscribe(id, pattern, Features.NONE, options)).expectNothing();
  }

  private static Set set(String address, double value) {
    return Set.of(address, Value.of(value));
  }

  private static Set told(String address, double value, long revision) {
    return new Set(address, Value.of(value), revision, false, false, null);
  }

  private static Publish event(int number) {
    return Publish.of("/e", SignalType.EVENT, Value.of(number));
  }

  private static Publish sample(long number) {
    return new Publish(
        "/s",
        SignalType.STREAM,
        Phase.START,
        Value.of((double) number),
        null,
        5_000L + number * 1000,
        null,
        null);
  }

  private static Publish move(int number) {
    return gesture(Phase.MOVE, number);
  }

  private static Publish gesture(Phase phase, int number) {
    return new Publish("/g", SignalType.GESTURE, phase, Value.of(number), null, null, 7L, null);
  }
}
