package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** How the service ends while transports are still there. */
class DrainTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int EVENTS = 500;

  private static void await(CompletableFuture<Void> drained) throws Exception {
    drained.get(20, TimeUnit.SECONDS);
  }

  private static void requireToldAndClosed(RawClient client) {
    assertThat(client.expect(ErrorMessage.class).code())
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE.code());
    assertThat(client.awaitClosed()).contains(CloseReason.GOING_AWAY.text());
  }

  @Test
  void everybodyIsToldAndItIsOverAtOnceWhenTheyKeepUp() throws Exception {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient greeted = router.client("greeted");
      RawClient silent = router.connect();
      assertThat(router.acceptor.isAccepting()).isTrue();

      CompletableFuture<Void> drained = router.acceptor.drain(LONG).toCompletableFuture();

      requireToldAndClosed(greeted);
      requireToldAndClosed(silent);
      await(drained);
      assertThat(router.acceptor.isAccepting()).isFalse();
      assertThat(router.core.sessions(10)).isEmpty();
    }
  }

  @Test
  void withoutClientsItIsOverAtOnce() throws Exception {
    try (RouterFixture router = RouterFixture.open()) {
      await(router.acceptor.drain(LONG).toCompletableFuture());
    }
  }

  @Test
  void whoComesMeanwhileIsSentAway() throws Exception {
    try (RouterFixture router = RouterFixture.open()) {
      await(router.acceptor.drain(LONG).toCompletableFuture());
      requireToldAndClosed(router.connect());
    }
  }

  /** Far more than a connection takes at once, so that most of it waits in the session's queue. */
  private static RawClient behind(RouterFixture router) {
    RawClient slow = router.client("slow");
    slow.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
    slow.send(Ping.INSTANCE).expect(Pong.class);
    slow.pauseReading();
    RawClient writer = router.client("writer");
    for (int i = 0; i < EVENTS; i++) {
      writer.send(Publish.of("/e/" + i, SignalType.EVENT, Value.of("x".repeat(1000))));
    }
    writer.send(Set.of("/last", Value.of(1))).expect(Ack.class);
    assertThat(router.core.sessions(1).get(0).queuedMessages()).isGreaterThan(100);
    return slow;
  }

  @Test
  void aSlowClientGetsAllThatWaitedForItAndThenTheReason() throws Exception {
    try (RouterFixture router = withRoomForAll()) {
      RawClient slow = behind(router);
      CompletableFuture<Void> drained = router.acceptor.drain(LONG).toCompletableFuture();
      slow.resumeReading();
      await(drained);
      List<Message> told = new ArrayList<>();
      do {
        told.add(slow.next());
      } while (!(told.get(told.size() - 1) instanceof ErrorMessage));
      assertThat(told).filteredOn(Publish.class::isInstance).hasSize(EVENTS);
      assertThat(told).element(told.size() - 2).isInstanceOf(Set.class);
      assertThat(slow.awaitClosed()).contains(CloseReason.GOING_AWAY.text());
    }
  }

  @Test
  void aStuckClientIsCutOffWhenTheTimeIsOver() throws Exception {
    try (RouterFixture router = withRoomForAll()) {
      RawClient stuck = behind(router);
      assertThat(router.acceptor.limits().drainTimeout()).isPositive();
      await(router.acceptor.drain(Duration.ofMillis(300)).toCompletableFuture());
      assertThat(router.acceptor.limits().drainTimeout()).isZero();
      stuck.resumeReading();
      assertThat(stuck.awaitClosed()).contains(CloseReason.GOING_AWAY.text());
    }
  }

  private static RouterFixture withRoomForAll() {
    return new RouterFixture(
        Map.of("maxQueuedMessages", 10 * EVENTS), RouterFixture.OPEN, new MemoryTransport());
  }

  @Test
  void whatAClientStillSendsIsNotDone() throws Exception {
    try (RouterFixture router = withRoomForAll()) {
      RawClient slow = behind(router);
      CompletableFuture<Void> drained = router.acceptor.drain(LONG).toCompletableFuture();
      slow.send(Set.of("/late", Value.of(1)));
      slow.resumeReading();
      await(drained);
      assertThat(router.core.params(to.clasp.protocol.AddressPattern.parse("/late"), 1)).isEmpty();
    }
  }
}
