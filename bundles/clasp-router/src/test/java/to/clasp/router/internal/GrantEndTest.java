package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.router.MessageListener;
import to.clasp.router.SessionInfo;
import to.clasp.testkit.Await;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** A session ends when what it was granted ends. */
class GrantEndTest {
  private final CountingLease lease = new CountingLease();
  private final ManualTime time = new ManualTime();
  private volatile Grant grant;
  private final Authenticator authenticator =
      credentials ->
          CompletableFuture.completedStage(credentials.token() == null ? Grant.EVERYTHING : grant);
  private RouterFixture router;

  @AfterEach
  void close() {
    router.close();
  }

  private void start() {
    router = new RouterFixture(Map.of(), authenticator, new MemoryTransport());
  }

  private void startWithManualTime() {
    router = new RouterFixture(time.core(Map.of()), authenticator, new MemoryTransport());
  }

  private Instant inSeconds(int seconds) {
    return Instant.ofEpochSecond(1_000_000 + seconds);
  }

  private RawClient holder(Grant granted) {
    grant = granted;
    RawClient client = router.connect();
    client.hello(new Hello(1, Features.ALL, "holder", "token"));
    return client;
  }

  private static void assertEnded(RawClient client, int code) {
    ErrorMessage error = client.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(code);
    assertThat(client.awaitClosed()).contains(CloseReason.POLICY.text());
  }

  @Test
  void itEndsByItselfWhenItExpiresAndTellsWhy() {
    start();
    Instant expiry = Instant.now().plusMillis(1000);
    RawClient client = holder(lease.grant(expiry));

    assertEnded(client, 302);

    assertThat(Instant.now()).isAfterOrEqualTo(expiry);
  }

  @Test
  void whatItHeldEndsWithIt() {
    startWithManualTime();
    RawClient client = holder(lease.grant(inSeconds(100)));
    client.send(
        new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE),
        new Set("/a", Value.of(1), null, true, false, null));
    client.drain();
    RawClient other = router.client("other");
    other.send(Set.of("/a", Value.of(2)));
    assertThat(other.expect(ErrorMessage.class).code()).isEqualTo(401);

    time.pass(router.core, 99);
    client.expectNothing();
    time.pass(router.core, 1);

    assertEnded(client, 302);
    other.send(Set.of("/a", Value.of(2))).expect(Ack.class);
    assertThat(router.core.hasSubscriptions()).isFalse();
    assertThat(router.core.status().sessions()).isEqualTo(1);
    assertThat(router.core.status().counters().sessionsEnded())
        .containsEntry(CloseReason.POLICY, 1L);
  }

  @Test
  void aClockThatIsSetForwardIsNoticedAtTheNextSecond() {
    startWithManualTime();
    RawClient client = holder(lease.grant(inSeconds(86_400)));

    time.setWallClock(86_400);
    client.expectNothing();
    router.core.tick();

    assertEnded(client, 302);
  }

  @Test
  void aScheduledBundleDoesNotRunOnceTheGrantHasExpiredEvenIfTheSessionIsStillThere() {
    startWithManualTime();
    RawClient client = holder(lease.grant(inSeconds(3)));
    long atFour = inSeconds(4).toEpochMilli() * 1000;
    client.send(new Bundle(atFour, List.of(Set.of("/a", Value.of(1))))).expect(Ack.class);

    time.setWallClock(10);

    assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(302);
    RawClient other = router.client("other");
    other.send(new Get("/a"));
    assertThat(other.expect(ErrorMessage.class).code()).isEqualTo(201);
  }

  @Test
  void aScheduledBundleEndsWithItsSession() {
    startWithManualTime();
    RawClient client = holder(lease.grant(inSeconds(3)));
    long atFour = inSeconds(4).toEpochMilli() * 1000;
    client.send(new Bundle(atFour, List.of(Set.of("/a", Value.of(1))))).expect(Ack.class);

    time.pass(router.core, 3);
    assertEnded(client, 302);
    time.pass(router.core, 3);

    RawClient other = router.client("other");
    other.send(new Get("/a"));
    assertThat(other.expect(ErrorMessage.class).code()).isEqualTo(201);
  }

  @Test
  void revocationEndsItAtOnceFromAnyThread() {
    start();
    RawClient client = holder(lease.grant());

    lease.revoke();

    assertEnded(client, 300);
    assertThat(lease.released()).isEqualTo(1);
    assertThat(router.core.status().sessions()).isZero();
  }

  @Test
  void nothingIsWatchedForASessionThatHasEnded() {
    startWithManualTime();
    RawClient client = holder(lease.grant(inSeconds(50)));
    assertThat(router.core.expiringSessions()).isEqualTo(1);

    client.close();

    Await.until(() -> lease.released() == 1);
    Await.until(() -> router.core.expiringSessions() == 0);
  }

  @Test
  void aClientThatDoesNotReadIsEndedToo() {
    router = new RouterFixture(Map.of(), authenticator, new MemoryTransport(1, 100));
    RawClient client = holder(lease.grant());
    client.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE)).drain();
    client.pauseReading();
    RawClient writer = router.client("writer");
    writer.send(Set.of("/a", Value.of("x".repeat(1000)))).drain();

    lease.revoke();

    Await.until(() -> lease.released() == 1);
    assertThat(router.core.status().sessions()).isEqualTo(1);
    client.resumeReading();
    client.expect(Set.class);
    assertEnded(client, 300);
  }

  @Test
  void whatWasRevokedOnTheWayEndsBehindWelcome() {
    start();
    lease.revoke();
    grant = lease.grant();
    RawClient client = router.connect();
    client.send(new Hello(1, Features.ALL, "holder", "token"));

    client.expect(Welcome.class);
    client.next();
    assertEnded(client, 300);
  }

  @Test
  void aSessionInTheJvmEndsInTheSameWay() throws Exception {
    startWithManualTime();
    BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    MessageListener listener =
        new MessageListener() {
          @Override
          public void onMessage(Message message) {
            told.add(message);
          }

          @Override
          public void onClosed(CloseReason why) {
            told.add(why);
          }
        };
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      SessionInfo info = new SessionInfo("host", "test");
      router.core.open(info, lease.grant(inSeconds(5)), executor, listener);

      time.pass(router.core, 5);

      assertThat(told.poll(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              ErrorMessage.class, error -> assertThat(error.code()).isEqualTo(302));
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.POLICY);
    } finally {
      executor.shutdownNow();
    }
  }
}
