package to.clasp.itests.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.SetOptions;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Value;

/** Every call of the client over every transport, with the relay as it is distributed. */
class CallsIT {
  @TempDir static Path folder;

  private static EveryWay relay;

  private final List<ClaspClient> open = new ArrayList<>();
  private final String root = "/t/" + UUID.randomUUID();

  /** A class of an application. */
  record Light(String name, double brightness) {}

  @BeforeAll
  static void start() throws Exception {
    relay = new EveryWay(folder);
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  static Stream<Way> ways() {
    return relay.all();
  }

  @AfterEach
  void close() {
    open.forEach(ClaspClient::close);
    Waits.until("all are closed", () -> open.stream().allMatch(one -> one.closed().isDone()));
  }

  private ClaspClient connect(Way way) {
    ClaspClient client = way.connect();
    open.add(client);
    return client;
  }

  private static long localMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  private String at(String name) {
    return root + "/" + name;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void paramsAreSetAndAskedForAndRemembered(Way way) throws Exception {
    ClaspClient one = connect(way);
    ClaspClient two = connect(way);
    Inbox seen = Inbox.open(two, at("*"));
    assertThat(Waits.get(one.set(at("a"), 0.5))).isEqualTo(1);
    assertThat(seen.next(at("a"))).isEqualTo(0.5);
    assertThat(Waits.get(one.set(at("a"), 1))).isEqualTo(2);
    Received second = seen.next();
    assertThat(second.as(int.class)).isEqualTo(1);
    assertThat(second.revision()).isEqualTo(2);
    assertThat(Waits.get(two.get(at("a"))).revision()).isEqualTo(2);
    assertThat(one.cached(at("a")).orElseThrow().value()).isEqualTo(1L);
    assertThat(connect(way).cached(at("a")).orElseThrow().value()).isEqualTo(1L);
    ClaspException missing = Waits.failure(two.get(at("missing")));
    assertThat(missing.code()).isEqualTo(ErrorCode.ADDRESS_NOT_FOUND.code());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyKindOfValueComesBackAsItself(Way way) throws Exception {
    ClaspClient one = connect(way);
    ClaspClient two = connect(way);
    Map<String, Object> map = new HashMap<>(Map.of("text", "ü", "list", List.of(1L, 2.5, false)));
    map.put("nothing", null);
    List<Object> values = new ArrayList<>(List.of(true, Long.MIN_VALUE, Math.PI, "", "x", map));
    values.add(null);
    for (Object value : values) {
      Waits.get(one.set(at("v"), value));
      assertThat(Waits.get(two.get(at("v"))).value()).isEqualTo(value);
    }
    byte[] bytes = "bytes".repeat(way.isDatagram() ? 200 : 4_000).getBytes();
    Waits.get(one.set(at("v"), bytes));
    assertThat(Waits.get(two.get(at("v"), byte[].class))).isEqualTo(bytes);
    Waits.get(one.set(at("v"), new Light("front", 0.25)));
    assertThat(Waits.get(two.get(at("v"), Light.class))).isEqualTo(new Light("front", 0.25));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void conditionsAndLocksAreObeyed(Way way) throws Exception {
    ClaspClient one = connect(way);
    ClaspClient two = connect(way);
    Waits.get(one.set(at("a"), 1, SetOptions.NONE.ttl(new Ttl(Ttl.Kind.ABSOLUTE, 3600))));
    assertThat(Waits.get(one.set(at("a"), 2, SetOptions.NONE.revision(1)))).isEqualTo(2);
    ClaspException conflict = Waits.failure(two.set(at("a"), 3, SetOptions.NONE.revision(1)));
    assertThat(conflict.code()).isEqualTo(ErrorCode.REVISION_CONFLICT.code());
    Waits.get(one.setLocked(at("a"), 4));
    ClaspException locked = Waits.failure(two.set(at("a"), 5));
    assertThat(locked.code()).isEqualTo(ErrorCode.LOCK_HELD.code());
    assertThat(locked.address()).isEqualTo(at("a"));
    Waits.get(one.unlock(at("a")));
    assertThat(Waits.get(two.set(at("a"), 6))).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void signalsArriveAsWhatTheyAre(Way way) throws Exception {
    ClaspClient one = connect(way);
    Inbox seen = Inbox.open(connect(way), root + "/**");
    Waits.get(one.emit(at("cue"), Map.of("fade", 2.5)));
    assertThat(seen.next(at("cue"))).isEqualTo(Map.of("fade", 2.5));
    Waits.get(one.stream(at("level"), 0.25));
    assertThat(seen.next().type()).isEqualTo(SignalType.STREAM);
    Waits.get(one.stream(at("samples"), new double[] {1, 2, 3}, 1000));
    assertThat(seen.next(at("samples"))).isEqualTo(List.of(1.0, 2.0, 3.0));
    Timeline.Keyframe key = Timeline.Keyframe.of(60_000_000, Value.of(1.0));
    Waits.get(one.timeline(at("fade"), Timeline.of(key)));
    assertThat(Timeline.parse(seen.next().raw())).isEqualTo(Timeline.of(key));
    for (Phase phase : List.of(Phase.START, Phase.MOVE, Phase.END)) {
      Waits.get(one.gesture(at("touch"), 7, phase, List.of(phase.ordinal())));
      Received gesture = seen.next();
      assertThat(gesture.phase()).isEqualTo(phase);
      assertThat(gesture.publish().id()).isEqualTo(7);
      assertThat(gesture.value()).isEqualTo(List.of((long) phase.ordinal()));
    }
    Waits.get(one.publish(Publish.of(at("any"), SignalType.EVENT, Value.of("raw"))));
    assertThat(seen.next(at("any"))).isEqualTo("raw");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void bundlesTakeEffectAsAWholeAtTheirTime(Way way) throws Exception {
    ClaspClient one = connect(way);
    ClaspClient two = connect(way);
    Inbox seen = Inbox.open(two, root + "/**");
    Waits.get(one.bundle(all -> all.set(at("a"), 1).emit(at("cue"), "go").set(at("b"), 2)));
    assertThat(List.of(seen.next(at("a")), seen.next(at("b")), seen.next(at("cue"))))
        .isEqualTo(List.of(1L, 2L, "go"));
    Waits.get(two.setLocked(at("b"), 3));
    assertThat(seen.next(at("b"))).isEqualTo(3L);
    ClaspException refused = Waits.failure(one.bundle(all -> all.set(at("a"), 9).set(at("b"), 9)));
    assertThat(refused.code()).isEqualTo(ErrorCode.LOCK_HELD.code());
    assertThat(Waits.get(two.get(at("a"), int.class))).isEqualTo(1);
    // Client and relay have the same clock.
    long due = localMicros() + 200_000;
    Waits.get(one.bundleAt(due, all -> all.set(at("late"), true)));
    assertThat(seen.next(at("late"))).isEqualTo(true);
    assertThat(localMicros()).isGreaterThan(due - 5_000);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void subscriptionsGetWhatTheyAskFor(Way way) throws Exception {
    ClaspClient one = connect(way);
    ClaspClient two = connect(way);
    SubscriptionOptions all = SubscriptionOptions.ALL;
    for (String name : List.of("live", "coarse", "slow")) {
      Waits.get(one.set(at(name), 1));
    }
    Inbox events = Inbox.open(two, at("*"), all.types(SignalType.EVENT));
    Inbox live = Inbox.open(two, at("live"), all.history(0));
    Inbox coarse = Inbox.open(two, at("coarse"), all.epsilon(10));
    Inbox slow = Inbox.open(two, at("slow"), all.maxRate(20));
    Inbox gathered = Inbox.open(two, at("s"), all.window(Duration.ofMillis(50)));
    for (Inbox inbox : List.of(coarse, slow)) {
      Received kept = inbox.next();
      assertThat(kept.snapshot()).isTrue();
      assertThat(kept.value()).isEqualTo(1L);
    }
    long begin = System.nanoTime();
    for (int i = 2; i <= 30; i++) {
      one.set(at("live"), i);
      one.set(at("coarse"), i);
      Waits.get(one.set(at("slow"), i));
    }
    Waits.get(one.emit(at("end"), "end"));
    // In one frame, so that nothing can come between them.
    Waits.get(one.bundle(both -> both.add(sample(1)).add(sample(2))));
    assertThat(events.next(at("end"))).isEqualTo("end");
    for (long i = 2; i <= 30; i++) {
      assertThat(live.next(at("live"))).isEqualTo(i);
    }
    assertThat(coarse.next(at("coarse"))).isEqualTo(11L);
    assertThat(coarse.next(at("coarse"))).isEqualTo(21L);
    assertThat(gathered.next(at("s"))).isEqualTo(List.of(1.0, 2.0));
    int updates = 1;
    while (slow.next().as(int.class) != 30) {
      updates++;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(updates).isLessThanOrEqualTo((int) (20 * seconds) + 2);
  }

  private Publish sample(double value) {
    return new Publish(
        at("s"),
        SignalType.STREAM,
        Phase.START,
        null,
        Samples.of(new double[] {value}),
        null,
        null,
        100L);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void announcementsErrorsAndSignalsForOneSessionArrive(Way way) throws Exception {
    ClaspClient one = connect(way);
    ClaspClient two = connect(way);
    Signal signal = new Signal(at("cutoff"), SignalType.PARAM, "f32", "rw", null);
    Waits.get(one.announce(root, List.of(signal)));
    assertThat(Waits.get(two.query(root + "/**"))).containsExactly(signal);

    BlockingQueue<Publish> direct = new LinkedBlockingQueue<>();
    two.onPublish("/clasp/p2p/signal/*", direct::add);
    Waits.get(one.emit("/clasp/p2p/signal/" + two.sessionId(), Map.of("type", "offer")));
    assertThat(direct.poll(Waits.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    CompletableFuture<ClaspException> told = new CompletableFuture<>();
    one.onError(told::complete);
    Waits.get(one.emit("/clasp/p2p/signal/nobody", Map.of("type", "offer")));
    assertThat(Waits.get(told).code()).isEqualTo(ErrorCode.TARGET_NOT_FOUND.code());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theClientKnowsItsSessionAndTheClockAndEndsSubscriptions(Way way) throws Exception {
    ClaspClient one = connect(way);
    Waits.until("a sample of the clock", () -> one.time().samples() > 0);
    ClockSync time = one.time();
    assertThat(Math.abs(time.offsetMicros()))
        .isLessThanOrEqualTo(time.rttMicros() + ClockSync.JUMP_MICROS);
    assertThat(one.isConnected()).isTrue();
    assertThat(one.sessionId()).isNotBlank();
    assertThat(one.serverName()).isNotBlank();
    assertThat(one.endpoint()).isEqualTo(way.uri());
    Inbox kept = Inbox.open(one, at("a"));
    List<Object> ended = new ArrayList<>();
    Subscription subscription = one.on(at("a"), (address, value) -> ended.add(value));
    Waits.get(subscription.ready());
    subscription.close();
    CompletableFuture<ClaspException> lost = new CompletableFuture<>();
    one.onDisconnect(lost::complete);
    Waits.get(one.set(at("a"), 1));
    assertThat(kept.next(at("a"))).isEqualTo(1L);
    one.close();
    assertThat(Waits.get(lost)).hasMessageContaining("closed");
    assertThat(ended).isEmpty();
    assertThat(Waits.failure(one.set(at("a"), 2))).hasMessageContaining("closed");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void manySetsInARowAreConfirmedInOrder(Way way) throws Exception {
    ClaspClient one = connect(way);
    // Nothing slows a sender of datagrams down before some are lost.
    int count = way.isDatagram() ? 20 : 2_000;
    List<CompletableFuture<Long>> sets = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      sets.add(one.set(at("n"), i));
    }
    for (int i = 1; i <= count; i++) {
      assertThat(Waits.get(sets.get(i - 1))).isEqualTo(i);
    }
    assertThat(Waits.get(connect(way).get(at("n"), int.class))).isEqualTo(count);
  }
}
