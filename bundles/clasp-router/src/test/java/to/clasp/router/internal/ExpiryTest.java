package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** How long params live: by default (design §4), and as a SET says (protocol 13.1). */
class ExpiryTest {
  private static final int DEFAULT = 100;

  /**
   * A param outlives its time by a quarter of the shortest one, and at least by a second or two.
   */
  private static final int LATE = DEFAULT / 4 + 1;

  private final ManualTime time = new ManualTime();
  private final RouterFixture router =
      time.router(Map.of("paramTtlSeconds", DEFAULT, "signalTtlSeconds", 0));
  private final RawClient client = router.client("client");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aParamThatNobodyNeedsIsRemovedSilentlyAfterTheDefaultTime() {
    set("/a", 1);

    time.pass(router.core, DEFAULT);
    assertThat(exists("/a")).as("not before its time").isTrue();
    time.pass(router.core, LATE);

    client.expectNothing();
    assertThat(exists("/a")).isFalse();
    assertThat(router.core.paramCount()).isZero();
  }

  @Test
  void theDefaultTimeCountsFromTheLastWriteWhateverTheWallClockSays() {
    set("/a", 1);
    time.pass(router.core, DEFAULT - 1);
    set("/a", 2);
    time.setWallClock(1_000_000);
    time.pass(router.core, DEFAULT - 1);
    time.setWallClock(-2_000_000);

    assertThat(exists("/a")).isTrue();

    time.pass(router.core, LATE + 1);
    assertThat(exists("/a")).isFalse();
  }

  @Test
  void theFirstWriteAfterARemovalIsRevision1Again() {
    set("/a", 1);
    set("/a", 2);
    time.pass(router.core, DEFAULT + LATE);

    client.send(Set.of("/a", Value.of(3)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
  }

  @Test
  void aParamThatSomebodySubscribedToStaysUntilNobodyDoes() {
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/a/*")).expectNothing();
    set("/a/b", 1);

    time.pass(router.core, 10 * DEFAULT);
    assertThat(exists("/a/b")).isTrue();

    subscriber.send(new Unsubscribe(1)).drain();
    time.pass(router.core, LATE);
    assertThat(exists("/a/b")).isFalse();
  }

  @Test
  void aSubscriptionToEventsKeepsNoParam() {
    client.send(new Subscribe(1, "/a", Features.of(SignalType.EVENT), SubscribeOptions.NONE));
    set("/a", 1);

    time.pass(router.core, DEFAULT + LATE);

    assertThat(exists("/a")).isFalse();
  }

  @Test
  void aLockedParamStaysUntilItIsUnlocked() {
    client.send(new Set("/a", Value.of(1), null, true, false, null)).expect(Ack.class);
    time.pass(router.core, 10 * DEFAULT);
    assertThat(exists("/a")).isTrue();

    client.send(new Set("/a", Value.of(1), null, false, true, null)).expect(Ack.class);
    time.pass(router.core, DEFAULT + LATE);

    assertThat(exists("/a")).isFalse();
  }

  @Test
  void anAnnouncedParamStaysUntilItsAnnouncementEnds() {
    client
        .send(new Announce("/", List.of(new Signal("/a", SignalType.PARAM, null, null, null))))
        .expect(Ack.class);
    set("/a", 1);
    time.pass(router.core, 10 * DEFAULT);
    assertThat(exists("/a")).isTrue();

    router.core.modified(
        RouterFixture.config(Map.of("paramTtlSeconds", DEFAULT, "signalTtlSeconds", 1)));
    time.pass(router.core, LATE);

    assertThat(exists("/a")).isFalse();
  }

  @Test
  void withoutADefaultTimeParamsStay() {
    router.core.modified(RouterFixture.config(Map.of("paramTtlSeconds", 0, "signalTtlSeconds", 0)));
    set("/a", 1);

    time.pass(router.core, 100 * DEFAULT);

    assertThat(exists("/a")).isTrue();
  }

  @Test
  void aParamWithATimeOfItsOwnIsToldAsSetNullWithTheNextRevision() {
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).expectNothing();
    set("/a", 1);
    set("/a", 2, new Ttl(Ttl.Kind.ABSOLUTE, 10));
    assertThat(subscriber.drain()).hasSize(2);

    time.pass(router.core, 10);
    subscriber.expectNothing();
    time.pass(router.core, 4);

    assertThat(subscriber.expect(Set.class))
        .isEqualTo(new Set("/a", Value.Null.INSTANCE, 3L, false, false, null));
    client.expectNothing();
    assertThat(exists("/a")).isFalse();
    client.send(Set.of("/a", Value.of(3)));
    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
    assertThat(subscriber.expect(Set.class).revision()).isEqualTo(1);
  }

  @Test
  void theEchoKeepsTheTimeToLive() {
    client.send(subscribe("/a"));
    Ttl ttl = new Ttl(Ttl.Kind.SLIDING, 10);

    client.send(new Set("/a", Value.of(1), null, false, false, ttl));

    assertThat(client.expect(Set.class).ttl()).isEqualTo(ttl);
  }

  @Test
  void aTimeOfItsOwnCountsAlsoWithoutADefaultTime() {
    router.core.modified(RouterFixture.config(Map.of("paramTtlSeconds", 0, "signalTtlSeconds", 0)));
    set("/a", 1, new Ttl(Ttl.Kind.SLIDING, 3));
    set("/b", 1, new Ttl(Ttl.Kind.ABSOLUTE, 5));

    time.pass(router.core, 5);
    assertThat(exists("/a")).isFalse();
    assertThat(exists("/b")).isTrue();
    time.pass(router.core, 2);
    assertThat(exists("/b")).isFalse();
  }

  @Test
  void aShortTimeIsKeptWithinSecondsAlsoWhileTheDefaultIsLong() {
    set("/long", 1, new Ttl(Ttl.Kind.ABSOLUTE, 10_000));
    time.pass(router.core, 26);
    set("/short", 1, new Ttl(Ttl.Kind.ABSOLUTE, 0));

    time.pass(router.core, 2);

    assertThat(exists("/short")).isFalse();
    assertThat(exists("/long")).isTrue();
  }

  @Test
  void aSlidingTimeCountsFromTheLastWriteOrGet() {
    set("/a", 1, new Ttl(Ttl.Kind.SLIDING, 10));
    for (int i = 0; i < 5; i++) {
      time.pass(router.core, 9);
      assertThat(exists("/a")).isTrue();
      time.pass(router.core, 9);
      set("/a", 2);
    }

    time.pass(router.core, 13);

    assertThat(exists("/a")).isFalse();
  }

  @Test
  void anAbsoluteTimeCountsFromTheLastWriteOnly() {
    set("/a", 1, new Ttl(Ttl.Kind.ABSOLUTE, 10));
    time.pass(router.core, 9);
    set("/a", 2);
    time.pass(router.core, 9);
    assertThat(exists("/a")).as("a later SET without time keeps it").isTrue();

    time.pass(router.core, 4);

    assertThat(exists("/a")).isFalse();
  }

  @Test
  void aParamThatIsToLiveForEverOutlivesTheDefaultTime() {
    set("/a", 1, new Ttl(Ttl.Kind.ABSOLUTE, 10));
    set("/a", 1, Ttl.NEVER);

    time.pass(router.core, 10 * DEFAULT);

    assertThat(exists("/a")).isTrue();
  }

  @Test
  void aParamWithATimeOfItsOwnEndsWithItsLock() {
    RawClient other = router.client("other");
    client
        .send(new Set("/a", Value.of(1), null, true, false, new Ttl(Ttl.Kind.ABSOLUTE, 5)))
        .expect(Ack.class);
    other.send(Set.of("/a", Value.of(2))).expect(ErrorMessage.class);

    time.pass(router.core, 8);

    other.send(new Set("/a", Value.of(2), null, true, false, null)).expect(Ack.class);
    client.close();
    other.send(Set.of("/a", Value.of(3))).expect(Ack.class);
  }

  @Test
  void manyParamsEndInPiecesAndEverySubscriberIsTold() {
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).expectNothing();
    int count = 12_000;
    for (int i = 0; i < count; i += 100) {
      Message[] batch = new Message[100];
      for (int j = 0; j < batch.length; j++) {
        batch[j] = new Set("/p/" + (i + j), Value.of(1), null, false, false, shortTtl());
      }
      client.send(batch).drain();
      subscriber.drain();
    }

    time.pass(router.core, 2);
    assertThat(assertAllGone(subscriber.drain())).as("not all at once").isBetween(1, 5000);
    int gone = count - router.core.paramCount();
    while (gone < count) {
      time.pass(router.core, 1);
      gone += assertAllGone(subscriber.drain());
    }
    assertThat(router.core.paramCount()).isZero();
  }

  private static int assertAllGone(List<Message> messages) {
    assertThat(messages).allMatch(m -> ((Set) m).value() instanceof Value.Null);
    return messages.size();
  }

  @Test
  void aClientThatDoesNotReadIsStillToldWhatIsGone() {
    RouterFixture small = time.router(Map.of("maxQueuedParams", 10), new MemoryTransport(1, 1000));
    try (small) {
      RawClient writer = small.client("writer");
      RawClient subscriber = small.client("subscriber");
      subscriber.send(subscribe("/**")).expectNothing();
      for (int i = 0; i < 5; i++) {
        Ttl ttl = new Ttl(Ttl.Kind.ABSOLUTE, i < 3 ? 1 : 20);
        Set set = new Set("/gone/" + i, Value.of(1), null, false, false, ttl);
        writer.send(set).expect(Ack.class);
      }
      subscriber.drain();
      subscriber.pauseReading();
      writer.send(Set.of("/fill", Value.of("x".repeat(2000)))).expect(Ack.class);
      time.pass(small.core, 3);
      for (int i = 0; i < 50; i++) {
        writer.send(Set.of("/p/" + i, Value.of("x".repeat(500)))).expect(Ack.class);
      }
      time.pass(small.core, 30);

      subscriber.resumeReading();

      java.util.Set<String> gone = new HashSet<>();
      while (gone.size() < 5) {
        if (subscriber.next() instanceof Set set && set.value() instanceof Value.Null) {
          gone.add(set.address());
        }
      }
      assertThat(gone).contains("/gone/0", "/gone/4");
    }
  }

  @Test
  void aTickNeverThrowsBecauseTheTimerWouldNotCallAgain() {
    RouterTime stopped =
        new RouterTime(
            () -> 1,
            new LongSupplier() {
              private boolean started;

              @Override
              public long getAsLong() {
                if (started) {
                  throw new IllegalStateException("clock failure, part of the test");
                }
                started = true;
                return 0;
              }
            });
    RouterCore core = new RouterCore(RouterFixture.config(Map.of()), stopped, Runnable::run);
    try {
      assertThatCode(core::tick).doesNotThrowAnyException();
    } finally {
      core.close();
    }
  }

  private static Ttl shortTtl() {
    return new Ttl(Ttl.Kind.ABSOLUTE, 1);
  }

  private void set(String address, int value) {
    set(address, value, null);
  }

  private void set(String address, int value, Ttl ttl) {
    client.send(new Set(address, Value.of(value), null, false, false, ttl)).expect(Ack.class);
  }

  private boolean exists(String address) {
    Message answer = client.send(new Get(address)).next();
    return answer instanceof Snapshot;
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
