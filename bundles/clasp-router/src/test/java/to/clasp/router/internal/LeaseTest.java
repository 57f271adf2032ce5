package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** On every way that a session can end, or not begin, its lease is given back exactly once. */
class LeaseTest {
  private static final Hello HELLO = new Hello(1, Features.ALL, "client", "token");

  private final CountingLease lease = new CountingLease();
  private final CompletableFuture<Grant> answer = new CompletableFuture<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final RouterFixture router =
      new RouterFixture(
          Map.of("handshakeTimeoutSeconds", 1, "maxSessions", 2),
          credentials -> {
            asked.countDown();
            return answer;
          },
          new MemoryTransport());

  @AfterEach
  void close() {
    router.close();
    executor.shutdownNow();
    assertThat(lease.released()).as("after the router closed").isEqualTo(1);
  }

  private RawClient connected() {
    RawClient client = router.connect();
    client.send(HELLO);
    Await.until(() -> asked.getCount() == 0);
    return client;
  }

  private void isReleased() {
    Await.until(() -> lease.released() > 0);
    assertThat(lease.released()).isEqualTo(1);
  }

  private void isRouterEmpty() {
    Await.until(() -> router.core.status().sessions() == 0);
    Await.until(() -> router.transport.openConnections() == 0);
  }

  private RouterSession open() {
    return router.core.open(
        new SessionInfo("host", "test"), lease.grant(), executor, message -> {});
  }

  @Test
  void aClientLeaves() {
    answer.complete(lease.grant());
    RawClient client = connected();
    assertThat(client.expect(Welcome.class).token()).isEqualTo("issued");
    assertThat(lease.released()).isZero();

    client.close();

    isReleased();
    isRouterEmpty();
  }

  @Test
  void aClientLeavesBeforeTheAnswer() {
    RawClient client = connected();
    client.close();
    isRouterEmpty();
    assertThat(lease.released()).isZero();

    answer.complete(lease.grant());

    isReleased();
  }

  @Test
  void theAnswerComesAfterTheHandshakeTimeout() {
    RawClient client = connected();
    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.TIMEOUT.code());
    client.awaitClosed();

    answer.complete(lease.grant());

    isReleased();
  }

  @Test
  void theAnswerAndTheEndOfTheConnectionMeet() throws Exception {
    RawClient client = connected();
    executor.submit(() -> answer.complete(lease.grant()));
    client.close();

    isReleased();
    isRouterEmpty();
  }

  @Test
  void theRouterStopsServingBeforeTheAnswer() {
    RawClient client = connected();
    router.acceptor.close();
    client.awaitClosed();

    answer.complete(lease.grant());

    isReleased();
  }

  @Test
  void theRouterStopsServing() {
    answer.complete(lease.grant());
    RawClient client = connected();
    client.expect(Welcome.class);

    router.acceptor.close();

    isReleased();
  }

  @Test
  void theGrantHasExpiredOnTheWay() {
    answer.complete(lease.grant(Instant.now().minusMillis(1)));
    RawClient client = connected();

    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(302);
    assertThat(client.awaitClosed()).contains(CloseReason.POLICY.text());
    isReleased();
    isRouterEmpty();
  }

  @Test
  void theGrantExpires() {
    answer.complete(lease.grant(Instant.now().plusMillis(1000)));
    RawClient client = connected();
    client.expect(Welcome.class);

    client.awaitClosed();
    isReleased();
  }

  @Test
  void theTokenIsRevokedAndTheClientLeavesAtTheSameTime() {
    answer.complete(lease.grant());
    RawClient client = connected();
    client.expect(Welcome.class);

    executor.submit(lease::revoke);
    client.close();

    isReleased();
    isRouterEmpty();
  }

  @Test
  void aLeaseThatFailsLetsNobodyIn() {
    Lease failing =
        new Lease() {
          @Override
          public void onRevoked(Consumer<ProtocolException> ender) {
            throw new IllegalStateException("meant by the test");
          }

          @Override
          public void release() {
            lease.release();
            throw new IllegalStateException("meant by the test");
          }
        };
    Grant grant = lease.grant();
    answer.complete(new Grant("", grant.scopes(), grant.constraints(), null, failing, null));
    RawClient client = connected();

    client.awaitClosed();
    isReleased();
    isRouterEmpty();
  }

  @Test
  void aSessionInTheJvmIsClosedTwice() {
    RouterSession session = open();
    session.send(Set.of("/a", Value.of(1)));
    session.close();
    session.close();

    isReleased();
  }

  @Test
  void thereIsNoRoomForASessionInTheJvm() {
    router.connect();
    router.connect();

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERFLOW));

    isReleased();
  }

  @Test
  void theGrantOfASessionInTheJvmHasExpired() {
    Grant expired = lease.grant(Instant.now().minusMillis(1));

    assertThatThrownBy(
            () -> router.core.open(new SessionInfo("h", "t"), expired, executor, message -> {}))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_EXPIRED));

    isReleased();
    assertThat(router.core.status().counters().sessionsRefused())
        .containsEntry(ErrorCode.TOKEN_EXPIRED, 1L);
    router.connect();
    router.connect().send(HELLO);
  }

  @Test
  void theExecutorOfASessionTakesNoMoreTasks() {
    RouterSession session = open();
    executor.shutdown();

    session.send(Set.of("/a", Value.of(1)));

    isReleased();
  }

  @Test
  void theRouterIsClosed() {
    open();

    router.core.close();

    isReleased();
  }

  @Test
  void theRouterIsClosedAlready() {
    router.core.close();

    assertThatThrownBy(this::open).isInstanceOf(ProtocolException.class);

    isReleased();
  }
}
