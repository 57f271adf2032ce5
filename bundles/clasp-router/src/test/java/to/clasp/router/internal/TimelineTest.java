package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Protocol 8.3: timelines are passed on, and kept while they run. */
class TimelineTest {
  private static final long HOUR = 3_600_000_000L;

  private final RouterFixture router =
      RouterFixture.with(Map.of("maxTimelines", 3, "maxTimelineBytes", 100_000));
  private final RawClient publisher = router.client("publisher");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aTimelineReachesSubscribersUnchangedButNotItsSender() {
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).expectNothing();
    publisher.send(subscribe("/**")).expectNothing();
    Publish full =
        new Publish(
            "/t",
            SignalType.TIMELINE,
            Phase.END,
            withExtra(running(1).toValue()),
            null,
            now(),
            7L,
            60L);

    publisher.send(full).expectNothing();

    assertThat(subscriber.drain()).containsExactly(full);
  }

  @Test
  void whatIsNoTimelineIsError402ThatNamesWhatIsWrong() {
    Value broken =
        map(
            "keyframes",
            new Value.Array(List.of(map("time", Value.of(1L), "easing", Value.of("x")))));
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).expectNothing();

    publisher.send(timeline("/t", broken));

    ErrorMessage error = publisher.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_VALUE.code());
    assertThat(error.address()).isEqualTo("/t");
    assertThat(error.message()).contains("keyframes[0]");
    subscriber.expectNothing();
  }

  @Test
  void aTimelineMessageWithoutMapIsPassedOnAndNotKept() {
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).expectNothing();
    Publish empty = timeline("/t", null);
    Publish number = timeline("/t", Value.of(1.5));

    publisher.send(timeline("/t", running(1).toValue()), empty, number).drain();

    assertThat(subscriber.drain().subList(1, 3)).containsExactly(empty, number);
    assertThat(lateTimelines("/t")).containsExactly(timeline("/t", running(1).toValue()));
  }

  @Test
  void whoSubscribesLateGetsRunningTimelinesBehindTheSnapshot() {
    publisher.send(
        timeline("/t/1", running(1).toValue()), timeline("/other", running(2).toValue()));
    publisher.send(Set.of("/t/p", Value.of(1))).drain();
    RawClient late = router.client("late");

    late.send(subscribe("/t/**"));

    late.expect(Snapshot.class);
    assertThat(late.drain()).containsExactly(timeline("/t/1", running(1).toValue()));
  }

  @Test
  void whoAsksForOtherTypesOrMayNotReadItGetsNone() {
    publisher.send(timeline("/t", running(1).toValue())).drain();
    RawClient late = router.client("late");

    late.send(new Subscribe(1, "/**", Features.of(SignalType.EVENT), SubscribeOptions.NONE));
    late.expectNothing();

    Grant little = new Grant("", List.of(Scope.parse("write:/a/**")));
    try (RouterFixture guarded =
        RouterFixture.authenticatedBy(
            credentials ->
                CompletableFuture.completedStage(
                    credentials.clientName().equals("little") ? little : Grant.EVERYTHING))) {
      guarded
          .client("publisher")
          .send(timeline("/t", running(1).toValue()), timeline("/a/t", running(2).toValue()))
          .drain();
      RawClient reader = guarded.client("little");
      reader.send(subscribe("/**"));
      assertThat(reader.drain()).containsExactly(timeline("/a/t", running(2).toValue()));
    }
  }

  @Test
  void aNewTimelineReplacesTheOneBefore() {
    publisher
        .send(timeline("/t", running(1).toValue()), timeline("/t", running(2).toValue()))
        .drain();

    assertThat(lateTimelines("/t")).containsExactly(timeline("/t", running(2).toValue()));
  }

  @Test
  void nullEndsATimelineAndIsPassedOn() {
    RawClient subscriber = router.client("subscriber");
    subscriber.send(subscribe("/**")).expectNothing();
    Publish end = timeline("/t", Value.Null.INSTANCE);

    publisher.send(timeline("/t", looping().toValue()), end).drain();

    assertThat(subscriber.drain()).hasSize(2).endsWith(end);
    assertThat(lateTimelines("/t")).isEmpty();
  }

  @Test
  void theStartIsStatedOrTheTimeStampOrTheArrival() {
    Timeline old = timeline(0, false, now() - HOUR, 1000L);
    Timeline stated = timeline(0, false, now() + HOUR, 1000L);
    Value unstated = timeline(0, false, null, 60_000_000L).toValue();
    Publish stamped = at(now() - HOUR, "/t", unstated);
    publisher.send(timeline("/t", old.toValue())).drain();
    assertThat(lateTimelines("/t")).isEmpty();
    publisher.send(stamped).drain();
    assertThat(lateTimelines("/t")).isEmpty();

    publisher.send(at(now() - HOUR, "/t", stated.toValue())).drain();
    assertThat(lateTimelines("/t")).hasSize(1);
    publisher.send(timeline("/t", unstated)).drain();
    assertThat(lateTimelines("/t")).containsExactly(timeline("/t", unstated));
  }

  @Test
  void aTimeStampBeyondAnyDateDoesNotCount() {
    Value unstated = timeline(0, false, null, 60_000_000L).toValue();
    publisher.send(at(-1L, "/t", unstated)).drain();
    assertThat(lateTimelines("/t")).containsExactly(at(-1L, "/t", unstated));

    publisher.send(at(-1L, "/t", timeline(0, false, null, 30_000L).toValue())).drain();
    Await.until(() -> lateTimelines("/t").isEmpty());
  }

  @Test
  void aTimelineThatHasEndedReplacesTheOneBeforeAndIsNotKept() {
    publisher.send(timeline("/t", looping().toValue())).drain();

    publisher.send(timeline("/t", timeline(0, false, 1L, 1L).toValue())).drain();

    assertThat(lateTimelines("/t")).isEmpty();
  }

  @Test
  void aTimelineIsGivenOnlyWhileItRuns() {
    publisher.send(timeline("/t", timeline(0, false, null, 30_000L).toValue())).drain();

    Await.until(() -> lateTimelines("/t").isEmpty());
  }

  @Test
  void aTimelineTooManyIsRefusedAndThoseThatEndedMakeRoom() {
    Value brief = timeline(0, false, null, 30_000L).toValue();
    publisher.send(timeline("/1", brief), timeline("/2", looping().toValue()));
    publisher.send(timeline("/3", looping().toValue())).drain();

    Await.until(
        () -> {
          publisher.send(timeline("/4", looping().toValue()));
          List<Message> answer = publisher.drain();
          answer.forEach(error -> assertLimit((ErrorMessage) error, "/4", "3 timelines"));
          return answer.isEmpty();
        });
    publisher.send(timeline("/5", looping().toValue()));
    assertLimit(publisher.expect(ErrorMessage.class), "/5", "3 timelines");
    publisher.send(timeline("/4", running(9).toValue())).expectNothing();
    assertThat(lateTimelines("/**")).hasSize(3);
  }

  @Test
  void theBytesOfAllTimelinesAreBounded() {
    Value large = withPadding(60_000);
    publisher.send(timeline("/1", large)).expectNothing();

    publisher.send(timeline("/2", large));

    assertLimit(publisher.expect(ErrorMessage.class), "/2", "100000 bytes");
    publisher.send(timeline("/1", large)).expectNothing();
    publisher.send(timeline("/1", Value.Null.INSTANCE), timeline("/2", large)).expectNothing();
  }

  @Test
  void aLateSubscriberThatDoesNotReadIsGivenTimelinesAsItReads() {
    try (RouterFixture small =
        new RouterFixture(
            Map.of("maxQueuedMessages", 5), RouterFixture.OPEN, new MemoryTransport(1, 100_000))) {
      RawClient sender = small.client("sender");
      for (int i = 0; i < 50; i++) {
        sender.send(timeline("/t/" + i, withPadding(60_000))).drain();
      }
      RawClient late = small.client("late");
      late.pauseReading();
      late.send(subscribe("/**"));
      sender.drain();

      late.resumeReading();

      assertThat(late.drain()).hasSize(50).allMatch(Publish.class::isInstance);
    }
  }

  @Test
  void noSubscriberEverGetsAnOlderTimelineBehindANewerOne() {
    try (RouterFixture two =
        new RouterFixture(Map.of(), RouterFixture.OPEN, new MemoryTransport(2, 1_000_000))) {
      RawClient sender = two.client("sender");
      RawClient joiner = two.client("joiner");
      List<Message> got = new ArrayList<>();
      for (int round = 0; round < 300; round++) {
        Message[] burst = new Message[20];
        for (int i = 0; i < burst.length; i++) {
          burst[i] = timeline("/t", running(round * burst.length + i).toValue());
        }
        sender.send(burst);
        joiner.send(subscribe("/t"), subscribe("/t"), subscribe("/t"));
      }
      sender.drain();
      got.addAll(joiner.drain());

      assertThat(got).extracting(TimelineTest::firstValue).isSorted().contains(5999L);
    }
  }

  private static long firstValue(Message message) {
    Timeline timeline = Timeline.parse(((Publish) message).value());
    return ((Value.Int) timeline.keyframes().get(0).value()).value();
  }

  private List<Message> lateTimelines(String pattern) {
    RawClient late = router.client("late");
    late.send(subscribe(pattern));
    List<Message> got = late.drain();
    late.close();
    return got;
  }

  private static void assertLimit(ErrorMessage error, String address, String text) {
    assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
    assertThat(error.address()).isEqualTo(address);
    assertThat(error.message()).contains(text);
  }

  private static long now() {
    return System.currentTimeMillis() * 1000;
  }

  private static Timeline running(long value) {
    return timeline(value, false, null, HOUR);
  }

  private static Timeline looping() {
    return timeline(0, true, 1L, 1000L);
  }

  private static Timeline timeline(long value, boolean loop, Long start, Long duration) {
    return new Timeline(
        List.of(Timeline.Keyframe.of(0, Value.of(value)), Timeline.Keyframe.of(1000, Value.of(0L))),
        loop,
        start,
        duration);
  }

  private static Value withPadding(int bytes) {
    return new Timeline(
            List.of(Timeline.Keyframe.of(0, Value.of("x".repeat(bytes)))), false, null, HOUR)
        .toValue();
  }

  private static Value withExtra(Value.Map timeline) {
    Map<String, Value> entries = new LinkedHashMap<>(timeline.entries());
    entries.put("note", Value.of("kept"));
    return new Value.Map(entries);
  }

  private static Value.Map map(Object... keysAndValues) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], (Value) keysAndValues[i + 1]);
    }
    return new Value.Map(entries);
  }

  private static Publish at(long timestamp, String address, Value value) {
    return new Publish(
        address, SignalType.TIMELINE, Phase.START, value, null, timestamp, null, null);
  }

  private static Publish timeline(String address, Value value) {
    return Publish.of(address, SignalType.TIMELINE, value);
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
