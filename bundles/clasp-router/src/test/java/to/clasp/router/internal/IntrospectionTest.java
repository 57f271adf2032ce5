package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.router.Drops;
import to.clasp.router.ParamStatus;
import to.clasp.router.RouterCounters;
import to.clasp.router.RouterSession;
import to.clasp.router.RouterStatus;
import to.clasp.router.SessionInfo;
import to.clasp.router.SessionStatus;
import to.clasp.router.SubscriptionStatus;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** What {@link to.clasp.router.Router} tells about itself. */
class IntrospectionTest {
  private static final AddressPattern ALL = AddressPattern.parse("/**");

  @Test
  void aNewRouterHasCountedNothing() {
    try (RouterFixture router = RouterFixture.with(Map.of("name", "Stage Left"))) {
      RouterStatus status = router.core.status();

      assertThat(status.name()).isEqualTo("Stage Left");
      assertThat(status.uptime()).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(status.sessions()).isZero();
      assertThat(status.params()).isZero();
      assertThat(status.subscriptions()).isZero();
      assertThat(status.counters())
          .isEqualTo(
              new RouterCounters(
                  Map.of(), 0, new Drops(0, 0, 0, 0), Map.of(), 0, Map.of(), Map.of()));
    }
  }

  @Test
  void theNumbersOfSessionsParamsAndSubscriptionsAreThoseOfTheMoment() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient one = router.client("one");
      RawClient two = router.client("two");
      subscribe(one, 1, "/a/**");
      subscribe(one, 2, "/b");
      subscribe(two, 1, "/a/**");
      two.send(Set.of("/a/x", Value.of(1L)), Set.of("/c", Value.of(1L))).drain();
      one.send(new Unsubscribe(2)).drain();
      Signal signal = new Signal("/s", SignalType.EVENT, null, null, null);
      one.send(new Announce("", List.of(signal))).drain();

      RouterStatus status = router.core.status();
      assertThat(status.sessions()).isEqualTo(2);
      assertThat(status.subscriptions()).isEqualTo(2);
      assertThat(status.params()).isEqualTo(2);
      assertThat(status.signals()).isEqualTo(1);

      one.close();
      Await.until(() -> router.core.status().sessions() == 1);
      assertThat(router.core.status().subscriptions()).isEqualTo(1);
    }
  }

  @Test
  void messagesAreCountedByTypeAndKeptWhenTheirSessionEnds() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      client.send(Set.of("/a", Value.of(1L)), Set.of("/a", Value.of(2L)), new Get("/a"));
      client.send(Publish.of("/e", SignalType.EVENT, Value.Null.INSTANCE)).drain();
      RouterCounters before = router.core.status().counters();

      client.close();
      Await.until(() -> router.core.status().sessions() == 0);

      assertThat(before.messagesIn())
          .containsEntry("SET", 2L)
          .containsEntry("GET", 1L)
          .containsEntry("PUBLISH", 1L)
          .doesNotContainKey("SUBSCRIBE");
      // WELCOME, SNAPSHOT, PONG, two ACKs, the answer to GET, PONG.
      assertThat(before.messagesOut()).isEqualTo(7);
      RouterCounters after = router.core.status().counters();
      assertThat(after.messagesIn()).isEqualTo(before.messagesIn());
      assertThat(after.messagesOut()).isEqualTo(before.messagesOut());
    }
  }

  @Test
  void errorsAreCountedByCode() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("client");
      client.send(new Get("/none"), new Get("/none"), Set.of("no-slash", Value.Null.INSTANCE));
      client.sendBytes(new byte[] {1, 2, 3}).drain();

      assertThat(router.core.status().counters().errors())
          .isEqualTo(
              Map.of(
                  ErrorCode.ADDRESS_NOT_FOUND, 2L,
                  ErrorCode.INVALID_ADDRESS, 1L,
                  ErrorCode.INVALID_FRAME, 1L));
    }
  }

  @Test
  void sessionsAreCountedAsTheyComeAndGo() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxSessions", 2))) {
      RawClient first = router.client("first");
      router.client("second");
      router.connect().awaitClosed();
      assertThatThrownBy(() -> open(router)).isInstanceOf(ProtocolException.class);
      first.close();
      Await.until(() -> router.transport.openConnections() == 1);
      RouterSession host = open(router);
      host.close();
      router.connect().send(Ping.INSTANCE).awaitClosed();

      RouterCounters counters = router.core.status().counters();
      assertThat(counters.sessionsOpened()).isEqualTo(3);
      assertThat(counters.sessionsRefused())
          .isEqualTo(Map.of(ErrorCode.OVERFLOW, 2L, ErrorCode.INVALID_MESSAGE, 1L));
      assertThat(counters.sessionsEnded()).isEqualTo(Map.of(CloseReason.NORMAL, 2L));
      assertThat(counters.overloadCloses()).isZero();
    }
  }

  private static RouterSession open(RouterFixture router) {
    return router.core.open(
        new SessionInfo("inside", "host"), Grant.EVERYTHING, Runnable::run, message -> {});
  }

  @Test
  void aSessionThatTheTransportEndsIsCountedUnderItsReason() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxFrameBytes", 1000))) {
      RawClient client = router.client("large");

      client.sendBytes(new byte[1001]).awaitClosed();

      Await.until(() -> router.core.status().sessions() == 0);
      assertThat(router.core.status().counters().sessionsEnded())
          .isEqualTo(Map.of(CloseReason.TOO_LARGE, 1L));
    }
  }

  @Test
  void aSessionSaysWhoItIsAndWhatItDid() {
    Grant grant = new Grant("alice", List.of(Scope.EVERYTHING));
    try (RouterFixture router =
        RouterFixture.authenticatedBy(who -> CompletableFuture.completedStage(grant))) {
      Instant before = Instant.now();
      RawClient client = router.connect();
      String id = client.hello("desk").session();
      subscribe(client, 7, "/a/*");
      client.send(Set.of("/a/b", Value.of(1L))).drain();

      SessionStatus status = router.core.sessions(10).get(0);
      assertThat(status.id()).isEqualTo(id);
      assertThat(status.name()).isEqualTo("desk");
      assertThat(status.transport()).isEqualTo("memory");
      assertThat(status.remote()).isEqualTo("memory:1");
      assertThat(status.subject()).isEqualTo("alice");
      assertThat(status.since()).isBetween(before, Instant.now());
      assertThat(status.subscriptions()).isEqualTo(1);
      assertThat(status.queuedBytes()).isZero();
      assertThat(status.queuedMessages()).isZero();
      assertThat(status.drops()).isEqualTo(new Drops(0, 0, 0, 0));
      // SUBSCRIBE, SET and three PINGs.
      assertThat(status.messagesIn()).isEqualTo(5);
      // WELCOME, SNAPSHOT, SET, ACK and three PONGs.
      assertThat(status.messagesOut()).isEqualTo(7);
      assertThat(status.paused()).isFalse();
    }
  }

  @Test
  void aSessionInTheJvmSaysWhatItCameThrough() {
    try (RouterFixture router = RouterFixture.open()) {
      open(router);

      SessionStatus status = router.core.sessions(10).get(0);
      assertThat(status.name()).isEqualTo("inside");
      assertThat(status.transport()).isEqualTo("host");
      assertThat(status.remote()).isEmpty();
    }
  }

  @Test
  void subscriptionsAreTold() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.connect();
      String id = client.hello("client").session();
      SubscribeOptions options = new SubscribeOptions(30L, 0.5, 2L, null);
      subscribe(client, 9, "/z/**");
      client.send(
          new Subscribe(4, "/a", Features.of(SignalType.EVENT, SignalType.STREAM), options));
      client.drain();

      assertThat(router.core.subscriptions(id, 10))
          .containsExactly(
              new SubscriptionStatus(
                  4,
                  AddressPattern.parse("/a"),
                  Features.of(SignalType.EVENT, SignalType.STREAM),
                  options),
              new SubscriptionStatus(
                  9, AddressPattern.parse("/z/**"), Features.ALL, SubscribeOptions.NONE));
      assertThat(router.core.subscriptions("nobody", 10)).isEmpty();
    }
  }

  @Test
  void paramsAreToldByAddress() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.connect();
      String id = client.hello("client").session();
      Instant before = Instant.now();
      client.send(Set.of("/b", Value.of(1L)), Set.of("/b", Value.of(2L)));
      client.send(new Set("/a/x", Value.of("on"), null, true, false, null)).drain();

      List<ParamStatus> params = router.core.params(ALL, 10);

      assertThat(params).extracting(ParamStatus::address).containsExactly("/a/x", "/b");
      assertThat(params).extracting(ParamStatus::revision).containsExactly(1L, 2L);
      assertThat(params.get(0).lockHolder()).contains(id);
      ParamStatus second = params.get(1);
      assertThat(second.value()).isEqualTo(Value.of(2L));
      assertThat(second.writer()).isEqualTo(id);
      assertThat(second.written()).isBetween(before.minusMillis(1), Instant.now());
      assertThat(second.lockHolder()).isEqualTo(Optional.empty());
      assertThat(router.core.params(AddressPattern.parse("/a/*"), 10)).hasSize(1);
    }
  }

  @Test
  void nothingIsToldBeyondTheLimit() {
    try (RouterFixture router = RouterFixture.open()) {
      for (int i = 9; i >= 0; i--) {
        RawClient client = router.client("client " + i);
        subscribe(client, i, "/" + i);
        client.send(Set.of("/p/" + i, Value.of(1L))).drain();
      }
      String oldest = router.core.sessions(1).get(0).id();

      assertThat(router.core.sessions(3))
          .extracting(SessionStatus::name)
          .containsExactly("client 9", "client 8", "client 7");
      assertThat(router.core.subscriptions(oldest, 1)).hasSize(1);
      assertThat(router.core.params(ALL, 3))
          .extracting(ParamStatus::address)
          .containsExactly("/p/0", "/p/1", "/p/2");
      assertThatThrownBy(() -> router.core.sessions(0)).hasMessage("limit is 0, at least 1");
      assertThatThrownBy(() -> router.core.subscriptions(oldest, 0)).hasMessageContaining("limit");
      assertThatThrownBy(() -> router.core.params(ALL, -1)).hasMessageContaining("limit");
    }
  }

  @Test
  void whatAClientThatDoesNotReadCostsIsTold() {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("maxQueuedMessages", 10, "maxQueuedParams", 20),
            RouterFixture.OPEN,
            new MemoryTransport(1, 200))) {
      RawClient slow = router.client("slow");
      RawClient writer = router.client("writer");
      subscribe(slow, 1, "/**");
      slow.pauseReading();
      writer.send(Publish.of("/fill", SignalType.EVENT, Value.of("x".repeat(300)))).drain();
      for (int i = 0; i < 15; i++) {
        writer.send(Publish.of("/e", SignalType.EVENT, Value.Null.INSTANCE)).drain();
        writer.send(Publish.of("/s", SignalType.STREAM, Value.Null.INSTANCE)).drain();
        writer.send(Set.of("/p", Value.of((long) i))).drain();
      }

      SessionStatus status = router.core.sessions(1).get(0);
      assertThat(status.drops()).isEqualTo(new Drops(14, 5, 5, 0));
      assertThat(status.queuedMessages()).isEqualTo(21);
      assertThat(status.queuedBytes()).isBetween(200L, 1000L);

      for (int i = 0; i < 20; i++) {
        writer.send(Set.of("/p/" + i, Value.of((long) i))).drain();
      }
      Drops resynced = router.core.sessions(1).get(0).drops();
      assertThat(resynced).isEqualTo(new Drops(35, 5, 5, 1));
      assertThat(router.core.status().counters().drops()).isEqualTo(resynced);

      slow.send(new Get("/none")).send(new Get("/none"));
      Await.until(() -> router.core.sessions(1).get(0).paused());

      slow.resumeReading();
      Await.until(() -> router.core.sessions(1).get(0).queuedMessages() == 0);
      slow.send(Ping.INSTANCE);
      Await.until(() -> !router.core.sessions(1).get(0).paused());
      assertThat(router.core.sessions(1).get(0).queuedBytes()).isZero();
      assertThat(router.core.status().counters().errors()).containsEntry(ErrorCode.OVERFLOW, 1L);
    }
  }

  @Test
  void aClientThatIsClosedForNotReadingIsCounted() {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("maxQueuedReplies", 64), RouterFixture.OPEN, new MemoryTransport(1, 200))) {
      RawClient slow = router.client("slow");
      RawClient other = router.client("other");
      slow.pauseReading();
      Message[] more = new Message[70_000];
      Arrays.fill(more, Ping.INSTANCE);

      slow.send(more);
      other.expectNothing();

      Await.until(() -> router.core.status().sessions() == 1);
      RouterCounters counters = router.core.status().counters();
      assertThat(counters.overloadCloses()).isEqualTo(1);
      assertThat(counters.errors()).containsEntry(ErrorCode.OVERFLOW, 1L);
    }
  }

  private static void subscribe(RawClient client, long id, String pattern) {
    client.send(new Subscribe(id, pattern, Features.NONE, SubscribeOptions.NONE));
    for (Message message : client.drain()) {
      assertThat(message).isNotInstanceOf(ErrorMessage.class);
    }
  }
}
