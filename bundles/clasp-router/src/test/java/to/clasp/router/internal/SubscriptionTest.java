package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Protocol parts 7 and 8.1: who gets what. */
class SubscriptionTest {
  private final RouterFixture router = RouterFixture.with(Map.of("maxSubscriptionsPerSession", 3));
  private final RawClient subscriber = router.client("subscriber");
  private final RawClient publisher = router.client("publisher");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aSubscriptionWithoutMatchingParamsIsSilent() {
    publisher.send(Set.of("/other", Value.of(1))).expect(Ack.class);

    subscriber.send(subscribe(1, "/a/**"));

    subscriber.expectNothing();
  }

  @Test
  void aSubscriptionGivesTheMatchingParamsAsASnapshot() {
    publisher.send(Set.of("/a/1", Value.of(1)), Set.of("/a/2", Value.of(2))).drain();
    publisher.send(Set.of("/b/1", Value.of(3))).drain();

    subscriber.send(subscribe(1, "/a/*"));

    Snapshot snapshot = subscriber.expect(Snapshot.class);
    assertThat(snapshot.entries())
        .extracting(Snapshot.Entry::address)
        .containsExactlyInAnyOrder("/a/1", "/a/2");
    subscriber.expectNothing();
  }

  @Test
  void aSubscriptionThatAsksForNoParamsGetsNoSnapshotAndNoSets() {
    publisher.send(Set.of("/a", Value.of(1))).expect(Ack.class);

    subscriber.send(new Subscribe(1, "/a", Features.of(SignalType.EVENT), SubscribeOptions.NONE));
    subscriber.expectNothing();
    publisher.send(Set.of("/a", Value.of(2)), event("/a")).drain();

    assertThat(subscriber.drain()).containsExactly(event("/a"));
  }

  @Test
  void everyTypeFilterPassesItsTypesOnly() {
    subscriber.send(
        new Subscribe(
            1, "/**", Features.of(SignalType.STREAM, SignalType.PARAM), SubscribeOptions.NONE));
    subscriber.expectNothing();

    Publish stream = Publish.of("/s", SignalType.STREAM, Value.of(0.5));
    Publish gesture = Publish.of("/g", SignalType.GESTURE, Value.of(0.5));
    publisher.send(event("/e"), stream, gesture, Set.of("/p", Value.of(1))).drain();

    List<Message> got = subscriber.drain();
    assertThat(got).hasSize(2);
    assertThat(got.get(0)).isEqualTo(stream);
    assertThat(got.get(1)).isInstanceOf(Set.class);
  }

  @Test
  void wildcardsInTheFirstSegmentDeliverLiveMessages() {
    subscriber.send(subscribe(1, "/zone*/x"));
    subscriber.expectNothing();

    publisher.send(event("/zone5/x"), event("/other/x")).drain();

    assertThat(subscriber.drain()).containsExactly(event("/zone5/x"));
  }

  @Test
  void aMessageThatSeveralSubscriptionsMatchIsDeliveredOnce() {
    subscriber.send(subscribe(1, "/a/**"), subscribe(2, "/a/b"), subscribe(3, "/*/b"));
    subscriber.expectNothing();

    publisher.send(event("/a/b")).drain();

    assertThat(subscriber.drain()).containsExactly(event("/a/b"));
  }

  @Test
  void whatOneSubscriptionFiltersOutAnotherStillDelivers() {
    subscriber.send(
        new Subscribe(1, "/a", Features.of(SignalType.PARAM), SubscribeOptions.NONE),
        new Subscribe(2, "/*", Features.of(SignalType.EVENT), SubscribeOptions.NONE));
    subscriber.expectNothing();

    publisher.send(event("/a")).drain();

    assertThat(subscriber.drain()).containsExactly(event("/a"));
  }

  @Test
  void aPublisherDoesNotGetItsOwnMessage() {
    publisher.send(subscribe(1, "/a"));

    publisher.send(event("/a"));

    publisher.expectNothing();
  }

  @Test
  void aPublishArrivesWithAllItsFields() {
    subscriber.send(subscribe(1, "/**"));
    subscriber.expectNothing();
    Publish samples =
        new Publish("/s", SignalType.STREAM, Phase.START, null, Samples.of(1, 2.5), 1234L, 7L, 60L);
    Publish gesture =
        new Publish(
            "/g", SignalType.GESTURE, Phase.MOVE, Value.of("v"), null, 99L, 4_294_967_295L, null);

    publisher.send(samples, gesture).drain();

    assertThat(subscriber.drain()).containsExactly(samples, gesture);
  }

  @Test
  void unsubscribeEndsTheDeliveryAndAnUnknownIdIsNoError() {
    subscriber.send(subscribe(1, "/a"), new Unsubscribe(1), new Unsubscribe(99));
    subscriber.expectNothing();

    publisher.send(event("/a")).drain();

    subscriber.expectNothing();
  }

  @Test
  void theSameIdReplacesTheSubscription() {
    subscriber.send(subscribe(1, "/a"), subscribe(1, "/b"));
    subscriber.expectNothing();

    publisher.send(event("/a"), event("/b")).drain();

    assertThat(subscriber.drain()).containsExactly(event("/b"));
  }

  @Test
  void aSubscriptionTooManyIsError429AndReplacingStillWorks() {
    subscriber.send(subscribe(1, "/a"), subscribe(2, "/b"), subscribe(3, "/c"));

    subscriber.send(subscribe(4, "/d"));
    ErrorMessage error = subscriber.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
    assertThat(error.address()).isEqualTo("/d");
    assertThat(error.message()).contains("3");

    subscriber.send(subscribe(3, "/e"));
    subscriber.expectNothing();
  }

  @Test
  void anInvalidPatternIsError202() {
    subscriber.send(subscribe(1, "no-slash/*"));

    ErrorMessage error = subscriber.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.PATTERN_ERROR.code());
    assertThat(error.address()).isEqualTo("no-slash/*");
  }

  @Test
  void aLongPatternWithAnInnerDoubleStarIsRefusedBecauseOfWhatItCosts() {
    subscriber.send(subscribe(1, "/**" + "/a".repeat(15)), subscribe(2, "/**" + "/a".repeat(16)));

    ErrorMessage error = subscriber.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.PATTERN_ERROR.code());
    assertThat(error.message()).contains("16 segments");
    subscriber.expectNothing();
  }

  @Test
  void nothingOfAClientThatLeftStaysInTheIndex() {
    subscriber.send(subscribe(1, "/a/**"), subscribe(2, "/x*/b/**/c"), subscribe(3, "/*/b"));
    subscriber.expectNothing();
    assertThat(router.core.hasSubscriptions()).isTrue();

    subscriber.close();
    subscriber.awaitClosed();

    Await.until(() -> !router.core.hasSubscriptions());
  }

  @Test
  void aPublishThatDoesNotFitWhenEncodedAnewIsRefusedToItsSender() {
    byte[] frame = new byte[4 + 1 + 1 + 4 + 1 + 1 + 2 + 20_000 * 3];
    int payload = frame.length - 4;
    byte[] head = {
      0x53,
      1,
      (byte) (payload >> 8),
      (byte) payload,
      0x20,
      0x20,
      0,
      2,
      '/',
      'a',
      1,
      0x0A,
      0x4E,
      0x20
    };
    System.arraycopy(head, 0, frame, 0, head.length);
    for (int i = head.length; i < frame.length; i += 3) {
      frame[i] = 0x03;
    }

    publisher.sendBytes(frame);

    ErrorMessage error = publisher.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_VALUE.code());
    publisher.expectNothing();
  }

  private static Publish event(String address) {
    return Publish.of(address, SignalType.EVENT, Value.of("go"));
  }

  private static Subscribe subscribe(long id, String pattern) {
    return new Subscribe(id, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
