package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Protocol 8.4: bundles that take effect at once. */
class BundleTest {
  private final RouterFixture router =
      RouterFixture.with(Map.of("maxParams", 5, "eviction", "reject", "maxBundleMessages", 8));
  private final RawClient client = router.client("client");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void setsAreToldAsPlainSetsThenSignalsThenTheAckWithTheLastRevision() {
    RawClient watcher = router.client("watcher");
    watcher.send(subscribe("/**")).expectNothing();
    client.send(Set.of("/b", Value.of(0)), subscribe("/**")).drain();
    watcher.drain();

    client.send(bundle(event("/e1"), Set.of("/b", Value.of(1)), event("/e2"), set("/a", 2)));

    assertThat(client.next()).isEqualTo(echo("/b", 1, 2));
    assertThat(client.next()).isEqualTo(echo("/a", 2, 1));
    assertThat(client.next()).isEqualTo(new Ack(null, 1L, null, null, null));
    client.expectNothing();
    assertThat(watcher.drain())
        .containsExactly(echo("/b", 1, 2), echo("/a", 2, 1), event("/e1"), event("/e2"));
  }

  @Test
  void aBundleWithoutSetsIsAcknowledgedWithoutARevision() {
    client.send(bundle());
    assertThat(client.expect(Ack.class)).isEqualTo(new Ack(null, null, null, null, null));

    client.send(bundle(event("/e")));
    assertThat(client.expect(Ack.class)).isEqualTo(new Ack(null, null, null, null, null));
  }

  @Test
  void severalSetsOfOneParamApplyInOrder() {
    client.send(bundle(set("/a", 1), expecting("/a", 2, 1), set("/b", 9), expecting("/a", 3, 2)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(3);
    assertThat(get("/a").value()).isEqualTo(Value.of(3));
  }

  @Test
  void aRevisionConflictAnywhereRefusesTheWholeBundle() {
    client.send(set("/a", 1)).drain();
    RawClient watcher = router.client("watcher");
    watcher.send(subscribe("/**")).drain();

    client.send(bundle(event("/e"), set("/b", 2), set("/a", 2), expecting("/a", 3, 1)));

    assertRefused(ErrorCode.REVISION_CONFLICT, "/a");
    watcher.expectNothing();
    assertThat(get("/a").value()).isEqualTo(Value.of(1));
    assertThat(get("/a").revision()).isEqualTo(1);
    assertMissing("/b");
  }

  @Test
  void aLockHeldByAnotherRefusesTheWholeBundle() {
    RawClient holder = router.client("holder");
    holder.send(new Set("/a", Value.of(1), null, true, false, null)).drain();

    client.send(bundle(new Set("/c", Value.of(5), null, true, false, null), set("/a", 2)));

    assertRefused(ErrorCode.LOCK_HELD, "/a");
    holder.send(set("/c", 1));
    assertThat(holder.expect(Ack.class).revision()).as("nor is /c locked").isEqualTo(1);
  }

  @Test
  void locksTakenInABundleEndWithTheSession() {
    RawClient holder = router.client("holder");
    holder.send(bundle(new Set("/a", Value.of(1), null, true, false, null))).expect(Ack.class);
    client.send(set("/a", 2));
    assertRefused(ErrorCode.LOCK_HELD, "/a");

    holder.close();
    Await.until(() -> router.transport.openConnections() == 1);

    client.send(set("/a", 3));
    assertThat(client.expect(Ack.class).revision()).isEqualTo(2);
  }

  @Test
  void aLockGivenBackByARefusedBundleIsStillHeld() {
    RawClient holder = router.client("holder");
    holder.send(new Set("/a", Value.of(1), null, true, false, null), set("/b", 1)).drain();

    holder.send(bundle(new Set("/a", Value.of(2), null, false, true, null), expecting("/b", 2, 7)));
    assertThat(holder.expect(ErrorMessage.class).address()).isEqualTo("/b");

    client.send(set("/a", 3));
    assertRefused(ErrorCode.LOCK_HELD, "/a");
  }

  @Test
  void anInvalidAddressRefusesTheWholeBundle() {
    client.send(bundle(set("/a", 1), set("/x/*", 2)));
    assertRefused(ErrorCode.INVALID_ADDRESS, "/x/*");

    client.send(bundle(set("/a", 1), event("no/slash")));
    assertRefused(ErrorCode.INVALID_ADDRESS, "no/slash");
    assertMissing("/a");
  }

  @Test
  void whatTheScopesDoNotAllowRefusesTheWholeBundleWith403() {
    Grant grant = new Grant("", List.of(Scope.parse("write:/mine/**"), Scope.parse("read:/**")));
    try (RouterFixture guarded =
        RouterFixture.authenticatedBy(credentials -> CompletableFuture.completedStage(grant))) {
      RawClient limited = guarded.client("limited");
      for (Message forbidden : List.of(set("/yours/a", 1), event("/yours/a"))) {
        limited.send(bundle(set("/mine/a", 1), forbidden));

        ErrorMessage error = limited.expect(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.BUNDLE_FORBIDDEN.code());
        assertThat(error.address()).isEqualTo("/yours/a");
      }
      limited.send(new Get("/mine/a"));
      assertThat(limited.expect(ErrorMessage.class).code()).isEqualTo(201);
    }
  }

  @Test
  void aValueThatCannotBeKeptRefusesTheWholeBundle() {
    client.send(bundle(set("/a", 1), Set.of("/b", Value.of("x".repeat(65_475)))));

    assertRefused(ErrorCode.INVALID_VALUE, "/b");
    assertMissing("/a");
  }

  @Test
  void paramsOfARefusedBundleTakeUpNoRoom() {
    client.send(set("/0", 0)).drain();
    for (int i = 0; i < 20; i++) {
      client.send(bundle(set("/x" + i, 1), set("/y" + i, 1), expecting("/0", 1, 99)));
      assertRefused(ErrorCode.REVISION_CONFLICT, "/0");
    }

    client.send(bundle(set("/1", 1), set("/2", 1), set("/3", 1), set("/4", 1)));
    client.expect(Ack.class);
  }

  @Test
  void aBundleThatNeedsMoreParamsThanThereMayBeIsRefusedAndTakesUpNoRoom() {
    client.send(set("/0", 0)).drain();

    client.send(bundle(set("/1", 1), set("/2", 1), set("/3", 1), set("/4", 1), set("/5", 1)));
    assertRefused(ErrorCode.REVISION_CONFLICT, "/5");
    assertMissing("/1");

    client.send(bundle(set("/6", 1), set("/7", 1), set("/8", 1), set("/9", 1)));
    client.expect(Ack.class);
  }

  @Test
  void aSignalToAPeerInABundleReachesThePeerOnly() {
    RawClient monitor = router.client("monitor");
    monitor.send(subscribe("/**")).expectNothing();
    RawClient peer = router.connect();
    String address = "/clasp/p2p/signal/" + peer.hello("peer").session();

    client.send(bundle(set("/a", 1), event(address), event("/e")));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(1);
    assertThat(peer.drain()).containsExactly(event(address));
    assertThat(monitor.drain()).containsExactly(echo("/a", 1, 1), event("/e"));
  }

  @Test
  void aSignalToNobodyRefusesTheWholeBundle() {
    client.send(bundle(set("/a", 1), event("/clasp/p2p/signal/nobody")));

    assertRefused(ErrorCode.TARGET_NOT_FOUND, "/clasp/p2p/signal/nobody");
    assertMissing("/a");
  }

  @Test
  void aSetAtThePlaceOfSignalsBetweenPeersRefusesTheWholeBundle() {
    client.send(bundle(set("/a", 1), set("/clasp/p2p/announce", 1)));

    assertRefused(ErrorCode.INVALID_ADDRESS, "/clasp/p2p/announce");
    assertMissing("/a");
  }

  @Test
  void aTimelineInABundleIsCheckedAndKeptForLateSubscribers() {
    Publish broken =
        Publish.of("/t", SignalType.TIMELINE, new Value.Map(Map.of("keyframes", Value.of(1))));
    client.send(bundle(set("/a", 1), broken));
    assertRefused(ErrorCode.INVALID_VALUE, "/t");
    assertMissing("/a");

    Publish timeline =
        Publish.of(
            "/t",
            SignalType.TIMELINE,
            new Timeline(List.of(Timeline.Keyframe.of(0, Value.of(1.0))), true, null, 60_000_000L)
                .toValue());
    client.send(bundle(timeline)).expect(Ack.class);
    client.send(subscribe("/t"));
    assertThat(client.expect(Publish.class).address()).isEqualTo("/t");
  }

  @Test
  void aBundleThatIsLargerThanAllRoomIsRefusedAlsoWhereOtherParamsWouldGoForIt() {
    try (RouterFixture evicting = RouterFixture.with(Map.of("maxParams", 3))) {
      RawClient writer = evicting.client("writer");
      writer.send(bundle(set("/1", 1), set("/2", 1))).expect(Ack.class);

      writer.send(bundle(set("/2", 2), set("/3", 2), set("/1", 2), set("/4", 2), set("/5", 2)));
      assertThat(writer.expect(ErrorMessage.class).code()).isEqualTo(400);

      // A search for room that found none is repeated after a second only.
      Await.until(
          () ->
              writer.send(bundle(set("/6", 3), set("/7", 3), set("/8", 3))).next() instanceof Ack);
    }
  }

  @Test
  void onlySetAndPublishMayStandInABundle() {
    for (Message other : List.of(new Get("/a"), Ping.INSTANCE, subscribe("/a"))) {
      client.send(bundle(set("/a", 1), other));

      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
      assertThat(error.message())
          .contains(other.getClass().getSimpleName().toUpperCase(Locale.ROOT));
    }
    assertMissing("/a");
  }

  @Test
  void aBundleInsideABundleIsPartOfIt() {
    client.send(bundle(set("/a", 1), bundle(set("/a", 2), set("/b", 3)), expecting("/a", 4, 2)));

    assertThat(client.expect(Ack.class).revision()).isEqualTo(3);
    assertThat(get("/b").value()).isEqualTo(Value.of(3));
  }

  @Test
  void aBundleInsideABundleHasNoTimeOfItsOwn() {
    client.send(bundle(set("/a", 1), new Bundle(7L, List.of(set("/b", 2)))));
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(101);
    assertMissing("/a");

    client.send(new Bundle(7L, List.of(new Bundle(7L, List.of(set("/b", 2))))));
    client.expect(Ack.class);
  }

  @Test
  void aBundleWithTooManyMessagesIsRefused() {
    List<Message> nine = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      nine.add(event("/e"));
    }
    client.send(new Bundle(null, nine));
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(429);

    client.send(bundle(new Bundle(null, nine)));
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(429);

    client.send(new Bundle(null, nine.subList(0, 8)));
    client.expect(Ack.class);
  }

  private void assertRefused(ErrorCode code, String address) {
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(code.code());
    assertThat(error.address()).isEqualTo(address);
    client.expectNothing();
  }

  private Snapshot.Entry get(String address) {
    client.send(new Get(address));
    return client.expect(Snapshot.class).entries().get(0);
  }

  private void assertMissing(String address) {
    client.send(new Get(address));
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(201);
  }

  private static Bundle bundle(Message... messages) {
    return new Bundle(null, List.of(messages));
  }

  private static Set set(String address, int value) {
    return Set.of(address, Value.of(value));
  }

  private static Set expecting(String address, int value, long revision) {
    return new Set(address, Value.of(value), revision, false, false, null);
  }

  private static Set echo(String address, int value, long revision) {
    return expecting(address, value, revision);
  }

  private static Publish event(String address) {
    return Publish.of(address, SignalType.EVENT, Value.of("x"));
  }

  private static Subscribe subscribe(String pattern) {
    return new Subscribe(1, pattern, Features.NONE, SubscribeOptions.NONE);
  }
}
