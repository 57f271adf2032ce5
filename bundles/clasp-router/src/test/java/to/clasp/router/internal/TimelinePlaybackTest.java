package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.router.SessionStatus;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Timelines that the router plays into a param, where it is configured to. */
class TimelinePlaybackTest {
  private static final long HOUR = 3_600_000_000L;

  private final RouterFixture router =
      RouterFixture.with(
          Map.of(
              "timelinePlayback",
              new String[] {"/slow/** -> 1", "/*/** -> 100"},
              "maxPlayingTimelines",
              2));
  private final RawClient client = router.client("client");
  private final RawClient subscriber = router.client("subscriber");

  private final ExecutorService publishing = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    publishing.shutdownNow();
    router.close();
  }

  @Test
  void aTimelineIsSampledIntoTheParamAtItsAddressAndEndsExactlyWithTheLastKeyframe() {
    subscribe("/a/x");

    client.send(timeline("/a/x", ramp(0, 100.1, 500_000, null)));

    List<Set> sets = setsUntil("/a/x", Value.of(100.1));
    assertThat(sets).hasSizeBetween(2, 51);
    assertThat(sets).extracting(set -> ((Value.Float) set.value()).value()).isSorted();
    for (int i = 0; i < sets.size(); i++) {
      assertThat(sets.get(i).revision()).isEqualTo(i + 1);
    }
    client.send(new Get("/a/x"));
    Snapshot.Entry entry = client.expect(Snapshot.class).entries().get(0);
    assertThat(entry.value()).isEqualTo(Value.of(100.1));
    assertThat(entry.writer()).isNotEmpty();
    assertThat(router.core.sessions(10)).hasSize(3);
  }

  @Test
  void whatNoPatternMatchesIsNotPlayed() {
    subscribe("/**");

    client.send(timeline("/single", ramp(0, 1, 0, null)), timeline("/a/x", ramp(0, 1, 0, null)));

    assertThat(setsUntil("/a/x", Value.of(0.0))).hasSize(1);
  }

  @Test
  void aValueThatDoesNotChangeIsNotWrittenAgain() {
    subscribe("/**");
    client.send(timeline("/a/still", ramp(5, 5, HOUR, null)));

    client.send(timeline("/a/x", ramp(0, 1, 100_000, null)));

    setsUntil("/a/x", Value.of(1.0));
    assertThat(received("/a/still")).hasSize(1);
  }

  @Test
  void aTimelineThatIsReplacedOrEndedStops() {
    subscribe("/**");
    client.send(timeline("/a/replaced", ramp(0, 1e6, HOUR, null)));
    client.send(timeline("/a/ended", ramp(0, 1e6, HOUR, null)));
    setsUntil("/a/ended", null);

    client.send(timeline("/a/replaced", ramp(-1, -1, HOUR, null)));
    client.send(timeline("/a/ended", Value.Null.INSTANCE)).drain();
    setsUntil("/a/replaced", Value.of(-1.0));
    int before = received("/a/ended").size();
    client.send(timeline("/a/x", ramp(0, 1, 100_000, null)));
    setsUntil("/a/x", Value.of(1.0));

    assertThat(received("/a/ended").size() - before).isLessThanOrEqualTo(1);
    List<Set> replaced = received("/a/replaced");
    assertThat(replaced.get(replaced.size() - 1).value()).isEqualTo(Value.of(-1.0));
  }

  @Test
  void aTimelineThatHasEndedAlreadySetsItsLastValue() {
    subscribe("/**");

    client.send(timeline("/slow/x", ramp(0, 7.5, 1000, 1L)));

    assertThat(setsUntil("/slow/x", Value.of(7.5))).hasSize(1);
  }

  @Test
  void theLastValueDoesNotWaitForTheNextSample() {
    subscribe("/**");

    client.send(timeline("/slow/x", ramp(0, 1, 100_000, null)));
    client.send(timeline("/a/x", ramp(0, 1, 800_000, null)));

    setsUntil("/a/x", Value.of(1.0));
    assertThat(received("/slow/x")).extracting(Set::value).endsWith(Value.of(1.0));
  }

  @Test
  void aTimelineBeginsAtItsStart() {
    subscribe("/**");
    long start = System.currentTimeMillis() * 1000 + 50_000;

    client.send(timeline("/a/x", ramp(3, 3, 1000, start)));

    setsUntil("/a/x", Value.of(3.0));
    assertThat(System.currentTimeMillis() * 1000).isGreaterThanOrEqualTo(start - 1000);
  }

  @Test
  void aLoopGoesOnUntilItIsEnded() {
    subscribe("/**");
    Timeline loop =
        new Timeline(
            List.of(
                Timeline.Keyframe.of(0, Value.of(0L)), Timeline.Keyframe.of(20_000, Value.of(1L))),
            true,
            null,
            40_000L);

    client.send(timeline("/a/x", loop.toValue()));

    for (int i = 0; i < 3; i++) {
      setsUntil("/a/x", Value.of(0L));
      setsUntil("/a/x", Value.of(1L));
    }
  }

  @Test
  void whatARevokedOrExpiredPublisherHasPublishedStops() {
    subscribe("/**");
    CountingLease lease = new CountingLease();
    Instant soon = Instant.now().plusSeconds(2);
    publisher(lease.grant()).send(timeline("/a/revoked", ramp(0, 1e6, HOUR, null)));
    RouterSession leaving = publisher(new CountingLease().grant(soon));
    leaving.send(timeline("/a/expired", ramp(0, 1e6, HOUR, null)));
    setsUntil("/a/revoked", null);
    setsUntil("/a/expired", null);

    leaving.close();
    lease.revoke();
    Await.until(() -> router.core.sessions(10).stream().noneMatch(it -> it.name().equals("pub")));
    Await.until(() -> Instant.now().isAfter(soon));

    client.send(timeline("/a/1", ramp(0, 1, HOUR, null)), timeline("/a/2", ramp(0, 1, HOUR, null)));
    client.expectNothing();
    setsUntil("/a/2", null);
    int revoked = received("/a/revoked").size();
    int expired = received("/a/expired").size();
    client.send(timeline("/a/2", ramp(0, 2, 200_000, null)));
    setsUntil("/a/2", Value.of(2.0));
    assertThat(received("/a/revoked")).hasSize(revoked);
    assertThat(received("/a/expired")).hasSize(expired);
  }

  private RouterSession publisher(Grant grant) {
    return router.core.open(new SessionInfo("pub", "test"), grant, publishing, message -> {});
  }

  @Test
  void moreTimelinesThanMayBePlayedAreRefused() {
    client.send(timeline("/a/1", ramp(0, 1, HOUR, null)), timeline("/a/2", ramp(0, 1, HOUR, null)));
    client.expectNothing();

    client.send(timeline("/a/3", ramp(0, 1, HOUR, null)));

    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
    assertThat(error.address()).isEqualTo("/a/3");
    assertThat(error.message()).contains("2 timelines at a time");
    client.send(timeline("/a/2", ramp(0, 1, HOUR, null))).expectNothing();
    client.send(timeline("/a/1", Value.Null.INSTANCE)).expectNothing();
    client.send(timeline("/a/3", ramp(0, 1, HOUR, null))).expectNothing();
  }

  @Test
  void aLockedParamStaysWithItsHolder() {
    client.send(new Set("/a/x", Value.of("mine"), null, true, false, null)).expect(Ack.class);
    subscribe("/**");

    client.send(timeline("/a/x", ramp(0, 1, 1000, 1L)), timeline("/a/y", ramp(0, 1, 1000, 1L)));

    setsUntil("/a/y", Value.of(1.0));
    assertThat(received("/a/x")).isEmpty();
  }

  @Test
  void whileOthersCannotKeepUpSamplesAreSkipped() {
    ExecutorService slow = Executors.newSingleThreadExecutor();
    CountDownLatch gate = new CountDownLatch(1);
    try {
      RouterSession listener =
          router.core.open(
              new SessionInfo("slow", "test"), Grant.EVERYTHING, slow, got -> await(gate));
      listener.send(new Subscribe(1, "/a/**", Features.NONE, SubscribeOptions.NONE));
      Await.until(router.core::hasSubscriptions);
      client.send(Publish.of("/a/first", SignalType.EVENT, null)).drain();
      Message[] many = new Message[66_000];
      Arrays.fill(many, Publish.of("/a/e", SignalType.EVENT, null));
      client.send(many);
      Await.until(() -> router.core.sessions(10).stream().anyMatch(SessionStatus::paused));
      subscribe("/a/x");

      RawClient publisher = router.client("publisher");
      publisher.send(timeline("/a/x", ramp(0, 1, 400_000, null)));
      long end = System.nanoTime() + 500_000_000L;
      Await.until(() -> System.nanoTime() > end);
      assertThat(subscriber.drain()).hasSizeLessThan(5);
      gate.countDown();

      assertThat(setsUntil("/a/x", Value.of(1.0))).hasSizeLessThan(5);
    } finally {
      gate.countDown();
      slow.shutdown();
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void subscribe(String pattern) {
    subscriber.send(
        new Subscribe(1, pattern, Features.of(SignalType.PARAM), SubscribeOptions.NONE));
    subscriber.drain();
  }

  /** The SETs of an address up to the one with a value, or to the first one if that is null. */
  private List<Set> setsUntil(String address, Value last) {
    List<Set> sets = new ArrayList<>();
    while (true) {
      if (subscriber.next() instanceof Set set && set.address().equals(address)) {
        sets.add(set);
        if (last == null || last.equals(set.value())) {
          return sets;
        }
      }
    }
  }

  private List<Set> received(String address) {
    List<Set> sets = new ArrayList<>();
    for (Message message : subscriber.received()) {
      if (message instanceof Set set && set.address().equals(address)) {
        sets.add(set);
      }
    }
    return sets;
  }

  private static Value ramp(double from, double to, long duration, Long start) {
    return new Timeline(
            List.of(
                Timeline.Keyframe.of(0, Value.of(from)),
                Timeline.Keyframe.of(duration, Value.of(to))),
            false,
            start,
            duration)
        .toValue();
  }

  private static Publish timeline(String address, Value value) {
    return Publish.of(address, SignalType.TIMELINE, value);
  }
}
