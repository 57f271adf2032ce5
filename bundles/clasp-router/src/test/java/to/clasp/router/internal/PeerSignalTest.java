package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;

/** Protocol parts 10.1 and 9.8.6: signals between peers. */
class PeerSignalTest {
  private static final String ANNOUNCE = "/clasp/p2p/announce";

  private final RouterFixture router = RouterFixture.open();
  private final RawClient alice = router.connect();
  private final RawClient bob = router.connect();
  private final String aliceId = alice.hello("alice").session();
  private final String bobId = bob.hello("bob").session();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aSignalReachesItsTargetOnlySubscribedOrNot() {
    RawClient monitor = router.client("monitor");
    monitor.send(subscribe(1, "/**"), subscribe(2, signalTo(bobId)));
    monitor.expectNothing();

    alice.send(signal(bobId, SignalType.EVENT, map("type", "offer", "from", aliceId))).drain();

    assertThat(bob.drain())
        .containsExactly(signal(bobId, SignalType.EVENT, map("type", "offer", "from", aliceId)));
    monitor.expectNothing();
  }

  @Test
  void aSubscribedTargetGetsASignalOnce() {
    bob.send(subscribe(1, "/clasp/p2p/**")).expectNothing();

    alice.send(signal(bobId, SignalType.EVENT, map("from", aliceId))).drain();

    assertThat(bob.drain()).hasSize(1);
  }

  @Test
  void everyTypeOfSignalIsDirectedAndAlsoToOneself() {
    for (SignalType type : SignalType.values()) {
      alice.send(signal(aliceId, type, map("from", aliceId)));

      assertThat(alice.drain()).containsExactly(signal(aliceId, type, map("from", aliceId)));
    }
  }

  @Test
  void theSenderIsStampedWhateverTheMessageSays() {
    alice.send(signal(bobId, SignalType.EVENT, map("from", bobId, "type", "disconnected")));
    alice.send(signal(bobId, SignalType.EVENT, map("type", "offer"))).drain();

    List<Message> got = bob.drain();
    assertThat(got)
        .containsExactly(
            signal(bobId, SignalType.EVENT, map("from", aliceId, "type", "disconnected")),
            signal(bobId, SignalType.EVENT, map("type", "offer", "from", aliceId)));
  }

  @Test
  void aSignalToNobodyIsError404() {
    alice.send(signal("nobody", SignalType.EVENT, map("type", "offer")));

    assertError(alice, ErrorCode.TARGET_NOT_FOUND, signalTo("nobody"));
  }

  @Test
  void aSessionThatLeftIsNoTargetAnyMore() {
    bob.close();
    Await.until(() -> router.core.sessions(10).size() == 1);

    alice.send(signal(bobId, SignalType.EVENT, map("type", "offer")));

    assertError(alice, ErrorCode.TARGET_NOT_FOUND, signalTo(bobId));
  }

  @Test
  void aSignalTooLargeForItsStampIsRefusedToItsSender() {
    Value large = map("data", "x".repeat(65_440));

    alice.send(signal(bobId, SignalType.EVENT, large));

    assertError(alice, ErrorCode.INVALID_VALUE, signalTo(bobId));
    bob.expectNothing();
  }

  @Test
  void aDeeperAddressIsAnOrdinaryOne() {
    bob.send(subscribe(1, "/clasp/**")).expectNothing();
    Publish deeper = Publish.of(signalTo(bobId) + "/x", SignalType.EVENT, map("from", "anybody"));

    alice.send(deeper).drain();

    assertThat(bob.drain()).containsExactly(deeper);
  }

  @Test
  void aParamCannotBeSetWhereSignalsGo() {
    bob.send(subscribe(1, "/clasp/**")).expectNothing();

    alice.send(Set.of(signalTo(bobId), Value.of(1)));
    assertError(alice, ErrorCode.INVALID_ADDRESS, signalTo(bobId));
    alice.send(Set.of(ANNOUNCE, Value.of(1)));
    assertError(alice, ErrorCode.INVALID_ADDRESS, ANNOUNCE);

    bob.expectNothing();
  }

  @Test
  void scopesHoldForBothEnds() {
    Grant deaf = new Grant("", List.of(Scope.parse("read:/a/**")));
    Grant mute = new Grant("", List.of(Scope.parse("read:/**")));
    try (RouterFixture guarded =
        RouterFixture.authenticatedBy(
            credentials ->
                CompletableFuture.completedStage(
                    switch (credentials.clientName()) {
                      case "deaf" -> deaf;
                      case "mute" -> mute;
                      default -> Grant.EVERYTHING;
                    }))) {
      RawClient listener = guarded.connect();
      String deafId = listener.hello("deaf").session();
      RawClient speaker = guarded.connect();
      String muteId = speaker.hello("mute").session();
      RawClient anybody = guarded.client("anybody");

      speaker.send(signal(muteId, SignalType.EVENT, map("type", "offer")));
      assertError(speaker, ErrorCode.FORBIDDEN, signalTo(muteId));
      anybody.send(signal(deafId, SignalType.EVENT, map("type", "offer")));
      assertError(anybody, ErrorCode.TARGET_NOT_FOUND, signalTo(deafId));
      listener.expectNothing();

      anybody.send(announcement("x")).drain();
      listener.send(subscribe(1, "/**"));
      listener.expectNothing();
    }
  }

  @Test
  void noSubscriberEverGetsAnOlderAnnouncementBehindANewerOne() {
    try (RouterFixture two =
        new RouterFixture(Map.of(), RouterFixture.OPEN, new MemoryTransport(2, 1_000_000))) {
      RawClient sender = two.client("sender");
      RawClient joiner = two.client("joiner");
      for (int round = 0; round < 1000; round++) {
        Message[] burst = new Message[20];
        for (int i = 0; i < burst.length; i++) {
          String number = "%05d".formatted(round * burst.length + i);
          burst[i] = Publish.of(ANNOUNCE, SignalType.EVENT, map("n", number));
        }
        Message[] joins = new Message[20];
        Arrays.fill(joins, subscribe(1, ANNOUNCE));
        sender.send(burst);
        joiner.send(joins);
      }
      sender.drain();

      assertThat(joiner.drain())
          .extracting(message -> ((Value.Text) entry((Publish) message, "n")).value())
          .isSorted()
          .contains("19999");
    }
  }

  @Test
  void ofSignalsToASlowTargetTheNewestAreDroppedAndTheTargetIsTold() {
    try (RouterFixture small =
        new RouterFixture(
            Map.of("maxQueuedMessages", 10), RouterFixture.OPEN, new MemoryTransport(1, 2000))) {
      RawClient slow = small.connect();
      String slowId = slow.hello("slow").session();
      RawClient sender = small.client("sender");
      slow.pauseReading();
      for (int i = 0; i < 200; i++) {
        sender.send(signal(slowId, SignalType.STREAM, map("n", "" + i))).drain();
      }

      slow.resumeReading();

      List<Message> got = slow.drain();
      ErrorMessage notice = (ErrorMessage) got.remove(got.size() - 1);
      assertThat(notice.code()).isEqualTo(ErrorCode.OVERFLOW.code());
      assertThat(got).hasSizeBetween(10, 199);
      for (int i = 0; i < got.size(); i++) {
        assertThat(entry((Publish) got.get(i), "n")).isEqualTo(Value.of("" + i));
      }
    }
  }

  @Test
  void anAnnouncementGoesToSubscribersOfWhateverTypeWithItsSenderStamped() {
    bob.send(new Subscribe(1, ANNOUNCE, Features.of(SignalType.PARAM), SubscribeOptions.NONE));
    bob.expectNothing();
    alice.send(subscribe(1, ANNOUNCE)).expectNothing();

    alice.send(announcement(bobId)).expectNothing();

    assertThat(bob.drain()).containsExactly(announcement(aliceId));
  }

  @Test
  void whoSubscribesLateGetsTheLastAnnouncementOfEverySessionBehindTheSnapshot() {
    RawClient carol = router.connect();
    String carolId = carol.hello("carol").session();
    carol.send(announcement(carolId), Set.of("/p", Value.of(1))).drain();
    alice.send(announcement("first"), Publish.of(ANNOUNCE, SignalType.EVENT, map("v", "2")));
    bob.send(announcement(bobId));
    alice.drain();
    bob.drain();

    bob.send(subscribe(1, "/**"));

    assertThat(bob.expect(Snapshot.class).entries()).hasSize(1);
    assertThat(bob.drain())
        .containsExactlyInAnyOrder(
            announcement(carolId),
            Publish.of(ANNOUNCE, SignalType.EVENT, map("v", "2", "session_id", aliceId)));
  }

  @Test
  void theAnnouncementOfASessionEndsWithIt() {
    alice.send(announcement(aliceId)).drain();
    alice.close();
    Await.until(() -> router.core.sessions(10).size() == 1);

    bob.send(subscribe(1, ANNOUNCE));

    bob.expectNothing();
  }

  @Test
  void anAnnouncementIsKeptOnlyUpToASize() {
    alice.send(Publish.of(ANNOUNCE, SignalType.EVENT, map("x", "x".repeat(4096))));

    assertError(alice, ErrorCode.INVALID_VALUE, ANNOUNCE);
    bob.send(subscribe(1, ANNOUNCE)).expectNothing();
  }

  private static void assertError(RawClient client, ErrorCode code, String address) {
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(code.code());
    assertThat(error.address()).isEqualTo(address);
  }

  private static Publish announcement(String sessionId) {
    return Publish.of(
        ANNOUNCE, SignalType.EVENT, map("session_id", sessionId, "features", "webrtc"));
  }

  private static Publish signal(String target, SignalType type, Value payload) {
    return Publish.of(signalTo(target), type, payload);
  }

  private static String signalTo(String target) {
    return "/clasp/p2p/signal/" + target;
  }

  private static Subscribe subscribe(long id, String pattern) {
    return new Subscribe(id, pattern, Features.NONE, SubscribeOptions.NONE);
  }

  private static Value entry(Publish publish, String key) {
    return ((Value.Map) publish.value()).entries().get(key);
  }

  private static Value.Map map(String... keysAndValues) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put(keysAndValues[i], Value.of(keysAndValues[i + 1]));
    }
    return new Value.Map(entries);
  }
}
