package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.SetOptions;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Phase;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;
import to.clasp.router.internal.TestRouter;

/** Every call of the client, with the real router. */
class ClientTest {
  private TestRouter router;
  private ClaspClient clasp;
  private ClaspClient other;

  @BeforeEach
  void connect() {
    router = TestRouter.open();
    clasp = client("one");
    other = client("two");
  }

  @AfterEach
  void close() {
    clasp.close();
    other.close();
    router.close();
  }

  private ClaspClient client(String name) {
    return Lab.clients(router.transport()).builder(router.uri().toString()).name(name).connect();
  }

  private static BlockingQueue<Received> listen(
      ClaspClient client, String pattern, SubscriptionOptions options) {
    BlockingQueue<Received> queue = new LinkedBlockingQueue<>();
    Lab.get(client.subscribe(pattern, options, queue::add).ready());
    return queue;
  }

  private static BlockingQueue<Received> listen(ClaspClient client, String pattern) {
    return listen(client, pattern, SubscriptionOptions.ALL);
  }

  private static Received next(BlockingQueue<Received> queue) throws InterruptedException {
    Received next = queue.poll(Lab.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(next).as("a message").isNotNull();
    return next;
  }

  @Test
  void aSetIsConfirmedWithItsRevisionAndSeenByOthers() throws Exception {
    BlockingQueue<Received> seen = listen(other, "/lights/**");
    assertThat(Lab.get(clasp.set("/lights/1", 0.5))).isEqualTo(1);
    assertThat(Lab.get(clasp.set("/lights/1", 0.7))).isEqualTo(2);
    assertThat(next(seen).value()).isEqualTo(0.5);
    Received second = next(seen);
    assertThat(second.address()).isEqualTo("/lights/1");
    assertThat(second.as(Double.class)).isEqualTo(0.7);
    assertThat(second.revision()).isEqualTo(2);
    assertThat(second.snapshot()).isFalse();
  }

  @Test
  void whatWasThereComesFirstAndOnce() throws Exception {
    Lab.get(clasp.set("/a/1", 1));
    Lab.get(clasp.set("/a/2", 2));
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Subscription subscription = other.on("/a/*", (address, value) -> seen.add(address + value));
    Lab.get(subscription.ready());
    Lab.get(clasp.set("/a/1", 3));
    Lab.await("the live one", () -> seen.size() == 3);
    assertThat(seen.subList(0, 2)).containsExactlyInAnyOrder("/a/11", "/a/22");
    assertThat(seen.get(2)).isEqualTo("/a/13");
  }

  @Test
  void aParamIsAskedForAndRememberedAndMayBeMissing() {
    Lab.get(clasp.set("/a", List.of(1, "two", true)));
    assertThat(Lab.get(other.get("/a")).value()).isEqualTo(List.of(1L, "two", true));
    assertThat(Lab.get(other.get("/a", List.class)).size()).isEqualTo(3);
    assertThat(other.cached("/a").orElseThrow().revision()).isEqualTo(1);
    assertThat(clasp.cached("/a").orElseThrow().value()).isEqualTo(List.of(1L, "two", true));
    assertThat(Lab.failure(other.get("/missing")).code())
        .isEqualTo(ErrorCode.ADDRESS_NOT_FOUND.code());
    assertThat(other.cached("/missing")).isEmpty();
  }

  @Test
  void theStateThatWasThereBeforeIsKnownAtOnce() {
    Lab.get(clasp.set("/before", 7));
    try (ClaspClient late = client("late")) {
      assertThat(late.cached("/before").orElseThrow().as(int.class)).isEqualTo(7);
    }
  }

  @Test
  void aSetUnderAConditionFailsWithTheRoutersReason() {
    Lab.get(clasp.set("/a", 1));
    assertThat(Lab.get(clasp.set("/a", 2, SetOptions.NONE.revision(1)))).isEqualTo(2);
    ClaspException conflict = Lab.failure(other.set("/a", 3, SetOptions.NONE.revision(1)));
    assertThat(conflict.code()).isEqualTo(ErrorCode.REVISION_CONFLICT.code());
    assertThat(conflict).hasMessageStartingWith("SET /a: ");
    assertThat(conflict.address()).isEqualTo("/a");
  }

  @Test
  void aLockKeepsOthersOutUntilItIsGivenBack() {
    Lab.get(clasp.setLocked("/a", 1));
    assertThat(Lab.failure(other.set("/a", 2)).code()).isEqualTo(ErrorCode.LOCK_HELD.code());
    Lab.get(clasp.set("/a", 5));
    assertThat(Lab.failure(other.unlock("/a"))).hasMessageContaining("no lock");
    Lab.get(clasp.unlock("/a"));
    assertThat(Lab.get(other.get("/a", Long.class))).isEqualTo(5);
    Lab.get(other.set("/a", 6));
  }

  @Test
  void aTimeToLiveIsPassedOn() {
    Ttl hour = new Ttl(Ttl.Kind.ABSOLUTE, 3600);
    assertThat(Lab.get(clasp.set("/a", 1, SetOptions.NONE.ttl(hour)))).isEqualTo(1);
  }

  @Test
  void everyTypeOfSignalArrivesAsWhatItIs() throws Exception {
    BlockingQueue<Received> seen = listen(other, "/s/**");
    Lab.get(clasp.emit("/s/event", Map.of("x", 1)));
    Lab.get(clasp.stream("/s/stream", 0.25));
    Lab.get(clasp.stream("/s/samples", new double[] {1, 2}, 100));
    Lab.get(clasp.gesture("/s/gesture", 7, Phase.START, List.of(0.1, 0.2)));
    Timeline.Keyframe key = Timeline.Keyframe.of(0, Value.of(1.0));
    Lab.get(clasp.timeline("/s/timeline", Timeline.of(key)));
    assertThat(next(seen).value()).isEqualTo(Map.of("x", 1L));
    assertThat(next(seen).type()).isEqualTo(SignalType.STREAM);
    Received samples = next(seen);
    assertThat(samples.value()).isEqualTo(List.of(1.0, 2.0));
    assertThat(samples.publish().rate()).isEqualTo(100);
    Received gesture = next(seen);
    assertThat(gesture.phase()).isEqualTo(Phase.START);
    assertThat(gesture.publish().id()).isEqualTo(7);
    Received timeline = next(seen);
    assertThat(timeline.type()).isEqualTo(SignalType.TIMELINE);
    assertThat(Timeline.parse(timeline.raw())).isEqualTo(Timeline.of(key));
  }

  @Test
  void typesAreFilteredEvenWhereAnotherSubscriptionWantsAll() throws Exception {
    BlockingQueue<Received> all = listen(other, "/x/**");
    BlockingQueue<Received> events =
        listen(other, "/x/*", SubscriptionOptions.ALL.types(SignalType.EVENT));
    Lab.get(clasp.set("/x/1", 1));
    Lab.get(clasp.emit("/x/1", 2));
    assertThat(next(all).type()).isEqualTo(SignalType.PARAM);
    assertThat(next(all).type()).isEqualTo(SignalType.EVENT);
    assertThat(next(events).value()).isEqualTo(2L);
    assertThat(events).isEmpty();
  }

  @Test
  void aBundleTakesEffectAsAWholeOrNotAtAll() throws Exception {
    BlockingQueue<Received> seen = listen(other, "/b/**");
    assertThat(Lab.get(clasp.bundle(all -> all.set("/b/1", 1).set("/b/2", 2).emit("/b/3", 3))))
        .isEqualTo(1);
    assertThat(List.of(next(seen), next(seen), next(seen)))
        .extracting(Received::address)
        .containsExactly("/b/1", "/b/2", "/b/3");
    Lab.get(other.setLocked("/b/2", 5));
    ClaspException refused = Lab.failure(clasp.bundle(all -> all.set("/b/1", 9).set("/b/2", 9)));
    assertThat(refused.code()).isEqualTo(ErrorCode.LOCK_HELD.code());
    assertThat(Lab.get(clasp.get("/b/1", int.class))).isEqualTo(1);
  }

  @Test
  void aBundleCanWaitForItsTime() throws Exception {
    BlockingQueue<Received> seen = listen(other, "/later");
    // The router's clock is that of this test.
    long due = SyncClock.localMicros() + 200_000;
    Lab.get(clasp.bundleAt(due, all -> all.set("/later", 1)));
    next(seen);
    assertThat(SyncClock.localMicros()).isGreaterThanOrEqualTo(due - 5_000);
  }

  @Test
  void announcedSignalsAreFoundByQuery() {
    Signal signal = new Signal("/synth/cutoff", SignalType.PARAM, "f32", "rw", null);
    Lab.get(clasp.announce("/synth", List.of(signal)));
    assertThat(Lab.get(other.query("/synth/**"))).containsExactly(signal);
    assertThat(Lab.get(other.query("/nothing/**"))).isEmpty();
  }

  @Test
  void theRoutersClockIsKnown() {
    Lab.await("a sample", () -> clasp.time().samples() > 0);
    ClockSync time = clasp.time();
    assertThat(time.quality()).isGreaterThan(0);
    assertThat(Math.abs(time.offsetMicros()))
        .isLessThanOrEqualTo(time.rttMicros() + ClockSync.JUMP_MICROS);
    assertThat(clasp.isConnected()).isTrue();
    assertThat(clasp.sessionId()).hasSize(36);
    assertThat(clasp.serverName()).isEqualTo("CLASP Router");
    assertThat(clasp.endpoint()).isEqualTo(router.uri());
  }

  @Test
  void aSignalFromAPeerComesWithoutASubscription() throws Exception {
    BlockingQueue<Publish> signals = new LinkedBlockingQueue<>();
    clasp.onPublish("/clasp/p2p/signal/*", signals::add);
    Lab.get(other.emit("/clasp/p2p/signal/" + clasp.sessionId(), Map.of("type", "offer")));
    Publish signal = signals.poll(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(signal.value()).isInstanceOf(Value.Map.class);
  }

  @Test
  void anEventThatIsRefusedIsToldToTheErrorListener() {
    CompletableFuture<ClaspException> told = new CompletableFuture<>();
    clasp.onError(told::complete);
    Lab.get(clasp.emit("/clasp/p2p/signal/nobody", Map.of("type", "offer")));
    assertThat(Lab.get(told).code()).isEqualTo(ErrorCode.TARGET_NOT_FOUND.code());
  }

  @Test
  void whatHasNoFormOnTheWireIsRefusedByTheCall() {
    assertThatThrownBy(() -> clasp.set("no/slash", 1)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> clasp.on("/a//b", (address, value) -> {}))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> clasp.set("/a", "x".repeat(70_000)))
        .isInstanceOf(ProtocolException.class);
    assertThat(Lab.get(clasp.set("/a", 1))).isEqualTo(1);
  }

  @Test
  void aTimeBeforeAllTimesIsRefusedAndWhatIsPastMeansAtOnce() {
    assertThatThrownBy(() -> clasp.bundleAt(-1, all -> all.set("/a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeMicros -1 is negative");
    Lab.get(clasp.bundleAt(clasp.now() - 60_000_000, all -> all.set("/past", 1)));
    assertThat(Lab.get(clasp.get("/past", int.class))).isEqualTo(1);
    Lab.get(clasp.bundleAt(0, all -> all.set("/epoch", 1)));
    assertThat(Lab.get(clasp.get("/epoch", int.class))).isEqualTo(1);
  }

  @Test
  void aClosedSubscriptionGetsNothingMore() throws Exception {
    BlockingQueue<Received> kept = listen(other, "/c");
    List<Object> closed = Collections.synchronizedList(new ArrayList<>());
    Subscription subscription = other.on("/c", (address, value) -> closed.add(value));
    Lab.get(subscription.ready());
    subscription.close();
    Lab.get(clasp.set("/c", 1));
    next(kept);
    assertThat(closed).isEmpty();
  }

  @Test
  void anExceptionOutOfACallbackIsToldAndHarmsNothing() throws Exception {
    BlockingQueue<ClaspException> told = new LinkedBlockingQueue<>();
    other.onError(told::add);
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    Lab.get(
        other
            .on(
                "/e",
                Long.class,
                (address, value) -> {
                  if (value == 1) {
                    throw new IllegalStateException("on purpose");
                  }
                  seen.add(value);
                })
            .ready());
    Lab.get(clasp.set("/e", 1));
    Lab.get(clasp.set("/e", "no number"));
    Lab.get(clasp.set("/e", 2));
    assertThat(seen.poll(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2L);
    assertThat(told.poll(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .hasMessageContaining("on purpose");
    assertThat(told.poll(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .hasMessageContaining("no Long");
  }

  @Test
  void aCallbackMayWaitForAnAnswer() throws Exception {
    Lab.get(clasp.set("/answer", 42));
    BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    Lab.get(
        other
            .on("/question", (address, value) -> seen.add(other.get("/answer").join().value()))
            .ready());
    Lab.get(clasp.set("/question", 1));
    assertThat(seen.poll(Lab.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(42L);
  }

  @Test
  void manySetsInARowAreAllConfirmedInOrder() {
    List<Long> revisions = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<?>> all = new ArrayList<>();
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    Lab.get(other.on("/n", Long.class, (address, value) -> seen.add(value)).ready());
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      all.add(clasp.set("/n", i).thenAccept(revisions::add));
    }
    Lab.get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
    assertThat(revisions).hasSize(count).isSorted();
    Lab.await("the last value", () -> !seen.isEmpty() && seen.get(seen.size() - 1) == count - 1);
    assertThat(seen).isSorted().doesNotHaveDuplicates();
  }
}
