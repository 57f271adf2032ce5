package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** Protocol part 5: from the connection to the session. */
class HandshakeTest {
  private static final Hello HELLO = new Hello(1, Features.ALL, "test", null);

  @Test
  void helloIsAnsweredWithWelcomeAndASnapshotEvenWhenThereIsNothing() {
    try (RouterFixture router = RouterFixture.with(Map.of("name", "Stage Left"))) {
      RawClient client = router.connect().send(HELLO);

      Welcome welcome = client.expect(Welcome.class);
      assertThat(welcome.version()).isEqualTo(1);
      assertThat(welcome.features()).isEqualTo(Features.ALL);
      assertThat(welcome.name()).isEqualTo("Stage Left");
      assertThat(welcome.token()).isNull();
      assertThat(UUID.fromString(welcome.session())).hasToString(welcome.session());
      assertThat(welcome.time()).isBetween(1_600_000_000_000_000L, 4_000_000_000_000_000L);
      assertThat(client.expect(Snapshot.class)).isEqualTo(Snapshot.EMPTY);
      client.expectNothing();
    }
  }

  @Test
  void aNewClientGetsAllParams() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient writer = router.client("writer");
      writer.send(Set.of("/a", Value.of(1.5))).drain();

      RawClient client = router.connect().send(HELLO);

      client.expect(Welcome.class);
      Snapshot snapshot = client.expect(Snapshot.class);
      assertThat(snapshot.entries()).hasSize(1);
      assertThat(snapshot.entries().get(0).address()).isEqualTo("/a");
      assertThat(snapshot.entries().get(0).revision()).isEqualTo(1);
    }
  }

  @Test
  void everySessionHasAnIdOfItsOwn() {
    try (RouterFixture router = RouterFixture.open()) {
      assertThat(router.connect().hello("a").session())
          .isNotEqualTo(router.connect().hello("a").session());
    }
  }

  @Test
  void aFirstMessageThatIsNotHelloIsRefused() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.connect().send(Ping.INSTANCE);

      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
      assertThat(error.message()).contains("HELLO").contains("PING");
      assertThat(client.awaitClosed()).contains(CloseReason.PROTOCOL_ERROR.text());
    }
  }

  @Test
  void aFirstFrameThatCannotBeReadIsRefused() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.connect().sendBytes(new byte[] {0x53, 0x01, 0x00, 0x01, 0x21});

      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.INVALID_MESSAGE.code());
      assertThat(client.awaitClosed()).contains(CloseReason.PROTOCOL_ERROR.text());
    }
  }

  @Test
  void whoeverSaysNothingIsClosedAfterTheHandshakeTimeout() {
    try (RouterFixture router = RouterFixture.with(Map.of("handshakeTimeoutSeconds", 1))) {
      RawClient silent = router.connect();
      RawClient other = router.client("other");

      assertThat(silent.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.TIMEOUT.code());
      assertThat(silent.awaitClosed()).contains(CloseReason.POLICY.text());
      other.expectNothing();
    }
  }

  @Test
  void aSecondHelloIsAnErrorAndTheSessionGoesOn() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("twice");
      client.send(new Subscribe(1, "/a", Features.NONE, SubscribeOptions.NONE));

      client.send(HELLO);

      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.INVALID_MESSAGE.code());
      client.send(Set.of("/a", Value.of(true)));
      assertThat(client.expect(Set.class).address()).isEqualTo("/a");
    }
  }

  @Test
  void theSessionLimitIsStrictAndAPlaceIsFreeAgainWhenAClientLeaves() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxSessions", 2))) {
      RawClient first = router.client("first");
      RawClient second = router.client("second");

      RawClient third = router.connect();
      assertThat(third.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.OVERFLOW.code());
      assertThat(third.awaitClosed()).contains(CloseReason.OVERLOADED.text());

      second.close();
      second.awaitClosed();
      Await.until(() -> router.transport.openConnections() == 1);
      router.client("fourth").expectNothing();
      first.expectNothing();
    }
  }

  @Test
  void messagesBehindHelloWaitForTheAuthenticatorAndKeepTheirOrder() {
    CompletableFuture<Grant> answer = new CompletableFuture<>();
    try (RouterFixture router = RouterFixture.authenticatedBy(credentials -> answer)) {
      RawClient client =
          router.connect().send(HELLO, Set.of("/a", Value.of(1)), new Get("/a"), Ping.INSTANCE);

      answer.complete(Grant.EVERYTHING);

      client.expect(Welcome.class);
      assertThat(client.expect(Snapshot.class)).isEqualTo(Snapshot.EMPTY);
      client.expect(to.clasp.protocol.Ack.class);
      assertThat(client.expect(Snapshot.class).entries()).hasSize(1);
      client.expect(Pong.class);
      client.expectNothing();
    }
  }

  @Test
  void moreMessagesThanMayWaitBehindHelloCloseTheirSender() {
    try (RouterFixture router =
        RouterFixture.authenticatedBy(credentials -> new CompletableFuture<>())) {
      Message[] flood = new Message[70_000];
      Arrays.fill(flood, Ping.INSTANCE);
      flood[0] = HELLO;

      RawClient client = router.connect().send(flood);

      assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.OVERFLOW.code());
      assertThat(client.awaitClosed()).contains(CloseReason.OVERLOADED.text());
    }
  }

  @Test
  void moreMessagesThanMayWaitBehindASnapshotCloseTheirSender() {
    try (RouterFixture router =
        new RouterFixture(Map.of(), RouterFixture.OPEN, new MemoryTransport(1, 10))) {
      RawClient writer = router.client("writer");
      writer.send(Set.of("/a", Value.of("x".repeat(1000)))).drain();
      writer.send(Set.of("/b", Value.of("x".repeat(1000)))).drain();
      Message[] flood = new Message[70_000];
      Arrays.fill(flood, Ping.INSTANCE);
      flood[0] = HELLO;
      RawClient client = router.connect();
      client.pauseReading();

      client.send(flood);
      writer.expectNothing();
      client.resumeReading();

      assertThat(client.awaitClosed()).contains(CloseReason.OVERLOADED.text());
    }
  }

  @Test
  void aRefusedTokenIsToldAndTheConnectionClosed() {
    ProtocolException refusal = new ProtocolException(ErrorCode.TOKEN_EXPIRED, "the token expired");
    try (RouterFixture router =
        RouterFixture.authenticatedBy(credentials -> CompletableFuture.failedStage(refusal))) {
      RawClient client = router.connect().send(HELLO);

      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(ErrorCode.TOKEN_EXPIRED.code());
      assertThat(error.message()).isEqualTo("the token expired");
      assertThat(client.awaitClosed()).contains(CloseReason.POLICY.text());
    }
  }

  @Test
  void anAuthenticatorThatThrowsRefusesAndTellsNothingAboutItself() {
    try (RouterFixture router =
        RouterFixture.authenticatedBy(
            credentials -> {
              throw new IllegalStateException("secret detail");
            })) {
      RawClient client = router.connect().send(HELLO);

      ErrorMessage error = client.expect(ErrorMessage.class);
      assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL_ERROR.code());
      assertThat(error.message()).doesNotContain("secret");
      client.awaitClosed();
    }
  }

  @Test
  void anAuthenticatorThatNeverAnswersIsCutOffByTheHandshakeTimeout() {
    try (RouterFixture router =
        new RouterFixture(
            Map.of("handshakeTimeoutSeconds", 1),
            credentials -> new CompletableFuture<>(),
            new MemoryTransport())) {
      RawClient client = router.connect().send(HELLO);

      assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.TIMEOUT.code());
      client.awaitClosed();
    }
  }
}
