package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.ReconnectPolicy;
import to.clasp.client.SetOptions;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.TestRouter;

/** What happens to calls and subscriptions when the connection is lost. */
class ReconnectTest {
  private TestRouter router;
  private FaultyConnector faulty;
  private ClaspClient clasp;
  private ClaspClient other;
  private final AtomicInteger resyncs = new AtomicInteger();
  private final List<ClaspException> errors = new CopyOnWriteArrayList<>();

  @BeforeEach
  void connect() {
    router = TestRouter.open();
    faulty = new FaultyConnector(router.transport());
    clasp = Lab.quick(Lab.clients(faulty).builder(router.uri().toString())).connect();
    clasp.onResync(resyncs::incrementAndGet);
    clasp.onError(errors::add);
    other = Lab.clients(router.transport()).builder(router.uri().toString()).connect();
  }

  @AfterEach
  void close() {
    clasp.close();
    other.close();
    router.close();
  }

  /** Waits until everything is as before. */
  private void cutAndWait() {
    int before = resyncs.get();
    faulty.cut();
    Lab.await("resync", () -> resyncs.get() > before);
  }

  private long appliedRevision() {
    return other.get("/a").handle((got, absent) -> got == null ? 0 : got.revision()).join();
  }

  private static boolean succeeds(CompletableFuture<?> call) {
    return call.handle((done, failure) -> failure == null).join();
  }

  private Received known(String address) {
    return Lab.get(other.get(address));
  }

  @Test
  void aSetWhoseConfirmationWasLostIsNotWrittenAgain() {
    faulty.loseIncoming(message -> message instanceof Ack);
    CompletableFuture<Long> set = clasp.set("/a", 1);
    Lab.await("applied", () -> appliedRevision() == 1);
    cutAndWait();
    assertThat(Lab.get(set)).isEqualTo(1);
    assertThat(known("/a").revision()).isEqualTo(1);
  }

  @Test
  void setsOfWhichOnlyTheEchoCameAreNotWrittenAgain() {
    List<Object> echoes = Collections.synchronizedList(new ArrayList<>());
    Lab.get(clasp.on("/a", (address, value) -> echoes.add(value)).ready());
    Lab.get(clasp.set("/a", 0));
    faulty.loseIncoming(message -> message instanceof Ack);
    CompletableFuture<Long> first = clasp.set("/a", 1);
    CompletableFuture<Long> second = clasp.set("/a", 2);
    Lab.await("echoes", () -> echoes.size() == 3);
    cutAndWait();
    Lab.get(first);
    assertThat(Lab.get(second)).isEqualTo(3);
    assertThat(known("/a").revision()).isEqualTo(3);
    assertThat(echoes).hasSize(3);
  }

  @Test
  void aSessionThatIsGivenUpInTheMiddleOfRecoveryLosesNoSet() {
    faulty.refuse(true);
    faulty.cut();
    CompletableFuture<Long> set = clasp.set("/a", 1);
    faulty.loseIncoming(message -> message instanceof Snapshot);
    faulty.refuse(false);
    Lab.await("another session", () -> faulty.connections() > 1);
    faulty.cut();
    assertThat(Lab.get(set)).isEqualTo(1);
  }

  @Test
  void aSetThatNeverArrivedIsSentAgain() {
    Lab.get(clasp.set("/a", 1));
    faulty.loseOutgoing(message -> message instanceof Set);
    CompletableFuture<Long> set = clasp.set("/a", 2);
    Lab.await("lost", () -> faulty.lost() == 1);
    cutAndWait();
    assertThat(Lab.get(set)).isEqualTo(2);
    assertThat(known("/a").value()).isEqualTo(2L);
  }

  @Test
  void unconfirmedSetsAreSentAgainInOrderFromTheFirstThatWasLost() {
    faulty.loseIncoming(message -> message instanceof Ack);
    List<CompletableFuture<Long>> sets = new ArrayList<>();
    sets.add(clasp.set("/a", 1));
    sets.add(clasp.set("/a", 2));
    Lab.await("applied", () -> appliedRevision() == 2);
    faulty.loseOutgoing(message -> message instanceof Set);
    sets.add(clasp.set("/a", 3));
    sets.add(clasp.set("/a", 4));
    Lab.await("lost", () -> faulty.lost() == 2);
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    Lab.get(
        other
            .subscribe("/a", SubscriptionOptions.ALL.history(0), got -> seen.add(got.value()))
            .ready());
    cutAndWait();
    sets.forEach(Lab::get);
    Lab.await("both", () -> seen.size() == 2);
    assertThat(seen).containsExactly(3L, 4L);
    assertThat(known("/a").revision()).isEqualTo(4);
  }

  @Test
  void aValueThatIsThereFromBeforeDoesNotConfirmALostSet() {
    Lab.get(clasp.set("/a", 1));
    faulty.loseOutgoing(message -> message instanceof Set);
    CompletableFuture<Long> two = clasp.set("/a", 2);
    CompletableFuture<Long> one = clasp.set("/a", 1);
    Lab.await("lost", () -> faulty.lost() == 2);
    cutAndWait();
    assertThat(Lab.get(two)).isEqualTo(2);
    assertThat(Lab.get(one)).isEqualTo(3);
  }

  @Test
  void aLostSetDoesNotOverwriteWhatAnotherClientWroteSince() {
    Lab.get(clasp.set("/a", 1));
    faulty.loseIncoming(message -> message instanceof Ack);
    CompletableFuture<Long> set = clasp.set("/a", 2);
    Lab.await("applied", () -> appliedRevision() == 2);
    Lab.get(other.set("/a", 3));
    cutAndWait();
    assertThat(Lab.failure(set)).hasMessageContaining("another client has written since");
    assertThat(known("/a").value()).isEqualTo(3L);
    assertThat(known("/a").revision()).isEqualTo(3);
  }

  @Test
  void aConditionalSetIsDoneOnceAtMost() {
    Lab.get(clasp.set("/a", 1));
    faulty.loseIncoming(message -> message instanceof Ack);
    CompletableFuture<Long> set = clasp.set("/a", 2, SetOptions.NONE.revision(1));
    Lab.await("applied", () -> appliedRevision() == 2);
    cutAndWait();
    assertThat(Lab.get(set)).isEqualTo(2);
    assertThat(known("/a").revision()).isEqualTo(2);
  }

  @Test
  void whatWasCalledWhileOfflineIsSentInOrderOrFails() {
    Lab.get(clasp.set("/a", 1));
    CompletableFuture<ClaspException> lost = new CompletableFuture<>();
    clasp.onDisconnect(lost::complete);
    router.stop();
    assertThat(Lab.get(lost)).hasMessageContaining("was lost");
    assertThat(clasp.isConnected()).isFalse();
    CompletableFuture<Long> first = clasp.set("/a", 2);
    CompletableFuture<Long> second = clasp.set("/a", 3);
    assertThat(Lab.failure(clasp.emit("/e", 1))).hasMessageContaining("no connection");
    assertThat(Lab.failure(clasp.get("/a"))).hasMessageContaining("no connection");
    assertThat(Lab.failure(clasp.bundle(all -> all.set("/a", 9))))
        .hasMessageContaining("no connection");
    assertThat(first).isNotDone();
    router.restart();
    assertThat(Lab.get(first)).isEqualTo(2);
    assertThat(Lab.get(second)).isEqualTo(3);
  }

  @Test
  void anUnansweredBundleFailsAndIsNotRepeated() {
    faulty.loseIncoming(message -> message instanceof Ack || message instanceof Snapshot);
    faulty.loseOutgoing(message -> message instanceof to.clasp.protocol.Ping);
    CompletableFuture<Long> bundle = clasp.bundle(all -> all.set("/a", 1));
    Lab.await("applied", () -> appliedRevision() == 1);
    cutAndWait();
    assertThat(Lab.failure(bundle)).hasMessageContaining("may have taken effect");
    assertThat(known("/a").revision()).isEqualTo(1);
  }

  @Test
  void aGetThatARouterIgnoresHarmsNoSetBehindIt() {
    faulty.loseIncoming(
        message -> message instanceof ErrorMessage error && "/missing".equals(error.address()));
    CompletableFuture<CompletableFuture<?>> get = new CompletableFuture<>();
    CompletableFuture<Long> set = new CompletableFuture<>();
    // On the loop, so that both go out in front of one PING.
    Lab.get(
        clasp
            .set("/a", 1)
            .thenRun(
                () -> {
                  get.complete(clasp.get("/missing"));
                  clasp.set("/b", 1).thenAccept(set::complete);
                }));
    assertThat(Lab.get(set)).isEqualTo(1);
    assertThat(Lab.failure(Lab.get(get)).code()).isEqualTo(ErrorCode.ADDRESS_NOT_FOUND.code());
    assertThat(Lab.get(clasp.get("/b")).revision()).isEqualTo(1);
    assertThat(faulty.connections()).isEqualTo(1);
    assertThat(errors).isEmpty();
  }

  @Test
  void subscriptionsComeBackWithTheirOptionsAndTellOnlyWhatHasChanged() {
    Lab.get(other.set("/a/1", 1));
    Lab.get(other.set("/a/2", 1));
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Lab.get(
        clasp
            .subscribe(
                "/a/*",
                SubscriptionOptions.ALL.types(SignalType.PARAM),
                got -> seen.add(got.address() + "=" + got.value() + "@" + got.revision()))
            .ready());
    Lab.await("both", () -> seen.size() == 2);
    faulty.loseIncoming(message -> message instanceof Set);
    Lab.get(other.set("/a/2", 2));
    cutAndWait();
    Lab.get(other.emit("/a/1", "no param"));
    Lab.get(other.set("/a/1", 3));
    Lab.await("the live one", () -> seen.contains("/a/1=3@2"));
    assertThat(seen.subList(2, seen.size())).containsExactly("/a/2=2@2", "/a/1=3@2");
  }

  @Test
  void aLockIsAskedForAgainAndKeepsTheValue() {
    Lab.get(clasp.setLocked("/a", 1));
    cutAndWait();
    assertThat(Lab.failure(other.set("/a", 2)).code()).isEqualTo(ErrorCode.LOCK_HELD.code());
    assertThat(known("/a").value()).isEqualTo(1L);
    Lab.get(clasp.unlock("/a"));
    Lab.get(other.set("/a", 2));
  }

  @Test
  void aLockThatAnotherClientHasTakenIsReported() {
    Lab.get(clasp.setLocked("/a", 1));
    faulty.refuse(true);
    faulty.cut();
    // The lock is free when the router knows that the session has ended.
    Lab.await("the other's lock", () -> succeeds(other.setLocked("/a", 2)));
    faulty.refuse(false);
    Lab.await("resync", () -> resyncs.get() == 1);
    Lab.await("the report", () -> errors.stream().anyMatch(one -> "/a".equals(one.address())));
    assertThat(errors)
        .filteredOn(one -> "/a".equals(one.address()))
        .singleElement()
        .satisfies(lost -> assertThat(lost).hasMessageContaining("lock of /a was lost"));
    assertThat(known("/a").value()).isEqualTo(2L);
  }

  @Test
  void announcementsAreMadeAgain() {
    Signal signal = new Signal("/x", SignalType.PARAM, null, null, null);
    Lab.get(clasp.announce("/ns", List.of(signal)));
    List<to.clasp.protocol.Message> sent = Collections.synchronizedList(new ArrayList<>());
    faulty.refuse(true);
    faulty.cut();
    faulty.loseOutgoing(message -> !sent.add(message));
    faulty.refuse(false);
    Lab.await("resync", () -> resyncs.get() == 1);
    Lab.await(
        "announced",
        () -> List.copyOf(sent).stream().anyMatch(to.clasp.protocol.Announce.class::isInstance));
  }

  @Test
  void allEndpointsAreTriedInTurn() {
    TestRouter spare = TestRouter.open();
    FaultyConnector second = new FaultyConnector(new Renamed(spare.transport(), "spare"));
    URI spareUri = URI.create("spare:" + spare.uri().getRawSchemeSpecificPart());
    ClaspClients clients = Lab.clients(router.transport(), second);
    try (ClaspClient roaming =
        Lab.quick(clients.builder(router.uri().toString(), spareUri.toString())).connect()) {
      CountDownLatch back = new CountDownLatch(1);
      roaming.onResync(back::countDown);
      assertThat(roaming.endpoint()).isEqualTo(router.uri());
      router.stop();
      assertThat(back.await(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(roaming.endpoint()).isEqualTo(spareUri);
      assertThat(Lab.get(roaming.set("/b", 1))).isEqualTo(1);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    } finally {
      spare.close();
    }
  }

  @Test
  void aClientThatCannotConnectSaysWhyForEachEndpoint() {
    router.stop();
    assertThatThrownBy(
            () ->
                Lab.clients(router.transport())
                    .builder(router.uri().toString(), "nowhere://host")
                    .connect())
        .isInstanceOf(ClaspException.class)
        .hasMessageContaining("nobody listens")
        .hasMessageContaining("nowhere://host: no such connector");
  }

  @Test
  void aClientThatGivesUpIsClosedAndFailsWhatWaits() {
    ClaspClient impatient =
        Lab.clients(router.transport())
            .builder(router.uri().toString())
            .reconnect(new ReconnectPolicy(Duration.ofMillis(1), Duration.ofMillis(2), 1.5, 3))
            .connect();
    router.stop();
    CompletableFuture<Long> set = impatient.set("/a", 1);
    assertThat(Lab.get(impatient.closed())).hasMessageContaining("cannot connect");
    assertThat(Lab.failure(set)).hasMessageContaining("closed");
    assertThat(Lab.failure(impatient.set("/a", 2))).hasMessageContaining("closed");
  }

  @Test
  void everyConfirmedSetIsThereThroughManyCuts() {
    int count = 3_000;
    List<CompletableFuture<Long>> all = new ArrayList<>();
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    Lab.get(other.on("/n", Long.class, (address, value) -> seen.add(value)).ready());
    for (int i = 1; i <= count; i++) {
      all.add(clasp.set("/n", i));
      if (i % 500 == 0) {
        int connections = faulty.connections();
        faulty.cut();
        Lab.await("another connection", () -> faulty.connections() > connections);
      }
    }
    all.forEach(Lab::get);
    assertThat(known("/n").value()).isEqualTo((long) count);
    Lab.await("the last value", () -> seen.contains((long) count));
    assertThat(seen).isSorted();
    assertThat(faulty.connections()).isGreaterThanOrEqualTo(7);
  }
}
