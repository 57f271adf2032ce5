package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** What becomes of a SET that needs another param when there are as many as allowed. */
class EvictionTest {
  private static final int LIMIT = 40;

  private final ManualTime time = new ManualTime();
  private RouterFixture router;
  private RawClient client;

  @AfterEach
  void close() {
    if (router != null) {
      router.close();
    }
  }

  @Test
  void theParamNotWrittenOrAskedForForLongestMakesRoom() {
    open("lru");
    fill();
    set("/p/0", 2);
    get("/p/1");

    set("/new/1", 1);
    set("/new/2", 1);

    assertGone("/p/2", "/p/3");
    assertThere("/p/0", "/p/1", "/p/4", "/new/1");
    assertThat(router.core.paramCount()).isEqualTo(LIMIT);
  }

  @Test
  void whatIsUsedAfterThingsWereLinedUpIsPassedOver() {
    open("lru");
    fill();
    set("/new/1", 1);
    set("/p/1", 2);

    set("/new/2", 1);

    assertGone("/p/0", "/p/2");
    assertThere("/p/1", "/p/3");
  }

  @Test
  void everyNewAddressTakesThePlaceOfTheNextInLine() {
    open("lru");
    fill();

    for (int i = 0; i < 3 * LIMIT; i++) {
      set("/new/" + i, 1);
    }

    for (int i = 0; i < LIMIT; i++) {
      assertGone("/p/" + i);
      assertThere("/new/" + (2 * LIMIT + i));
    }
    assertThat(router.core.paramCount()).isEqualTo(LIMIT);
  }

  @Test
  void theOldestMakesRoomHoweverRecentlyItWasUsed() {
    open("oldest");
    fill();
    set("/p/0", 2);

    set("/new/1", 1);

    assertGone("/p/0");
    assertThere("/p/1");
  }

  @Test
  void rejectKeepsAllAndRefusesTheSet() {
    open("reject");
    fill();

    assertFull("/new/1");

    assertThat(router.core.paramCount()).isEqualTo(LIMIT);
  }

  @Test
  void anEvictedParamBeginsAtRevision1Again() {
    open("lru");
    fill();
    set("/p/0", 2);
    for (int i = 0; i < LIMIT; i++) {
      set("/new/" + i, 1);
    }

    client.send(Set.of("/p/0", Value.of(3)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
  }

  @Test
  void lockedAnnouncedAndSubscribedParamsAreNeverEvicted() {
    open("lru");
    fill();
    client.send(new Set("/p/0", Value.of(1), null, true, false, null)).expect(Ack.class);
    client
        .send(new Announce("/", List.of(new Signal("/p/1", SignalType.PARAM, null, null, null))))
        .expect(Ack.class);
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/p/2")).drain();

    for (int i = 0; i < 2 * LIMIT; i++) {
      set("/new/" + i, 1);
    }

    assertThere("/p/0", "/p/1", "/p/2");
    assertGone("/p/3");
    subscriber.expectNothing();
  }

  @Test
  void aParamThatIsSubscribedToAfterThingsWereLinedUpIsNotEvicted() {
    open("lru");
    fill();
    set("/new/1", 1);
    client.send(subscribe("/p/1")).expect(Snapshot.class);

    set("/new/2", 1);

    assertThere("/p/1");
    assertGone("/p/2");
  }

  @Test
  void ifNothingMayBeEvictedTheSetIsRefusedUntilSomethingMay() {
    open("lru");
    fill();
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).drain();

    assertFull("/new/1");

    subscriber.close();
    Await.until(() -> !router.core.hasSubscriptions());
    time.pass(router.core, 1);
    set("/new/1", 1);
  }

  @Test
  void aVainSearchIsNotRepeatedWithinTheSameSecond() {
    open("lru");
    fill();
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).drain();
    assertFull("/new/1");
    subscriber.close();
    Await.until(() -> !router.core.hasSubscriptions());

    assertFull("/new/2");
  }

  @Test
  void aChangedPolicyHoldsAtOnce() {
    open("reject");
    fill();
    assertFull("/new/1");

    router.core.modified(RouterFixture.config(Map.of("maxParams", LIMIT, "eviction", "lru")));
    set("/new/1", 1);

    assertGone("/p/0");
  }

  @Test
  void noLimitMeansAnyNumberOfParams() {
    router = time.router(Map.of("maxParams", 0, "eviction", "reject"));
    client = router.client("client");

    fill();

    assertThat(router.core.paramCount()).isEqualTo(LIMIT);
  }

  @Test
  @Timeout(200)
  void aMillionAddressesLeaveTheLimitAndTakeSeconds() throws InterruptedException {
    RouterCore core = new RouterCore(RouterFixture.config(Map.of()));
    ExecutorService loop = Executors.newSingleThreadExecutor();
    try {
      int addresses = 1_000_000;
      Semaphore window = new Semaphore(1000);
      AtomicInteger refused = new AtomicInteger();
      RouterSession session =
          core.open(
              new SessionInfo("flooder", "test"),
              Grant.EVERYTHING,
              loop,
              message -> {
                if (message instanceof ErrorMessage) {
                  refused.incrementAndGet();
                }
                window.release();
              });
      window.acquire();
      long start = System.nanoTime();
      for (int i = 0; i < addresses; i++) {
        window.acquire();
        session.send(Set.of("/flood/" + i, Value.of(i)));
      }
      assertThat(window.tryAcquire(999, 60, TimeUnit.SECONDS)).isTrue();

      assertThat(refused.get()).isZero();
      assertThat(core.paramCount()).isEqualTo(100_000);
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(90);
    } finally {
      loop.shutdownNow();
      core.close();
    }
  }

  private void open(String eviction) {
    router = time.router(Map.of("maxParams", LIMIT, "eviction", eviction));
    client = router.client("client");
  }

  private void fill() {
    for (int i = 0; i < LIMIT; i++) {
      set("/p/" + i, 1);
    }
  }

  private void set(String address, int value) {
    time.passMicro();
    client.send(Set.of(address, Value.of(value))).expect(Ack.class);
  }

  private void get(String address) {
    time.passMicro();
    client.send(new Get(address)).expect(Snapshot.class);
  }

  private void assertFull(String address) {
    client.send(Set.of(address, Value.of(1)));
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(400);
    assertThat(error.address()).isEqualTo(address);
    assertThat(error.message()).contains(LIMIT + " params");
  }

  private void assertGone(String... addresses) {
    assertThat(there()).doesNotContain(addresses);
  }

  private void assertThere(String... addresses) {
    assertThat(there()).contains(addresses);
  }

  /** A new client's snapshot tells what there is, and counts as no use. */
  private List<String> there() {
    List<String> addresses = new ArrayList<>();
    try (RawClient observer = router.client("observer")) {
      observer.received().stream()
          .filter(Snapshot.class::isInstance)
          .flatMap(message -> ((Snapshot) message).entries().stream())
          .forEach(entry -> addresses.add(entry.address()));
    }
    return addresses;
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
