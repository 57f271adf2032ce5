package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.auth.Grant;
import to.clasp.protocol.Ack;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.router.SessionStatus;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/** Clients that ask for more than they should, or for nothing at all. */
class HardeningTest {
  private static final Hello HELLO = new Hello(1, Features.ALL, "test", null);

  @Test
  void connectionsThatSayNothingHoldPlacesOnlyUntilTheHandshakeTimeout() {
    try (RouterFixture router =
        RouterFixture.with(Map.of("maxSessions", 50, "handshakeTimeoutSeconds", 1))) {
      List<RawClient> silent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        silent.add(router.connect());
      }
      RawClient refused = router.connect();
      assertThat(refused.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.OVERFLOW.code());

      for (RawClient client : silent) {
        assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.TIMEOUT.code());
        client.awaitClosed();
      }

      Await.until(() -> router.transport.openConnections() == 0);
      router.client("served again").expectNothing();
      assertThat(router.core.status().counters().sessionsRefused())
          .isEqualTo(Map.of(ErrorCode.OVERFLOW, 1L, ErrorCode.TIMEOUT, 50L));
    }
  }

  @Test
  void aPeerThatIsGoneWithoutAWordIsEndedAfterTheIdleTimeout() {
    try (RouterFixture router = RouterFixture.with(Map.of("idleTimeoutSeconds", 1))) {
      RawClient gone = router.client("gone");
      gone.send(new Subscribe(1, "/**", Features.NONE, SubscribeOptions.NONE));
      gone.send(new Set("/locked", Value.of(1L), null, true, false, null)).drain();

      assertThat(gone.awaitClosed()).contains(CloseReason.IDLE.text());

      Await.until(() -> router.transport.openConnections() == 0);
      assertThat(router.core.hasSubscriptions()).isFalse();
      assertThat(router.core.params(AddressPattern.parse("/locked"), 1).get(0).lockHolder())
          .isEmpty();
      assertThat(router.core.status().counters().sessionsEnded())
          .isEqualTo(Map.of(CloseReason.IDLE, 1L));
    }
  }

  @Test
  void aFloodOfHellosMakesOneSession() {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("once");
      Hello[] again = new Hello[1000];
      Arrays.fill(again, HELLO);

      client.send(again);

      assertThat(client.drain()).hasSize(1000).allMatch(ErrorMessage.class::isInstance);
      assertThat(router.core.status().sessions()).isEqualTo(1);
      assertThat(router.core.status().counters().sessionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void aSecondHelloWhileTheFirstIsCheckedMakesOneSession() {
    CompletableFuture<Grant> answer = new CompletableFuture<>();
    try (RouterFixture router = RouterFixture.authenticatedBy(credentials -> answer)) {
      RawClient client = router.connect().send(HELLO, HELLO, HELLO);

      answer.complete(Grant.EVERYTHING);

      assertThat(client.drain()).filteredOn(ErrorMessage.class::isInstance).hasSize(2);
      assertThat(router.core.status().counters().sessionsOpened()).isEqualTo(1);
    }
  }

  @Test
  void aFloodBehindAHelloThatIsNotAnsweredIsCutOff() {
    try (RouterFixture router =
        RouterFixture.authenticatedBy(credentials -> new CompletableFuture<>())) {
      RawClient client = router.connect();
      Message[] flood = new Message[70_000];
      Arrays.fill(flood, Ping.INSTANCE);
      flood[0] = HELLO;

      client.send(flood);

      assertThat(client.expect(ErrorMessage.class).code()).isEqualTo(ErrorCode.OVERFLOW.code());
      assertThat(client.awaitClosed()).contains(CloseReason.OVERLOADED.text());
    }
  }

  @Test
  void subscriptionsOfManySessionsAreBoundedAndGoWithThem() {
    try (RouterFixture router = RouterFixture.with(Map.of("maxSubscriptionsPerSession", 1000))) {
      List<RawClient> flooders = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        RawClient flooder = router.client("flooder " + i);
        flooders.add(flooder);
        subscribe(flooder, 1000, "/flood/" + i + "/");
        flooder.send(new Subscribe(5000, "/one/more", Features.NONE, SubscribeOptions.NONE));
        assertThat(flooder.expect(ErrorMessage.class).code())
            .isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
      }
      assertThat(router.core.status().subscriptions()).isEqualTo(50_000);
      RawClient writer = router.client("writer");
      writer.send(Publish.of("/flood/7/7", SignalType.EVENT, Value.of(1L)));
      flooders.get(7).expect(Publish.class);
      flooders.get(8).expectNothing();

      flooders.forEach(RawClient::close);

      Await.until(() -> router.transport.openConnections() == 1);
      assertThat(router.core.hasSubscriptions()).isFalse();
      writer.expectNothing();
    }
  }

  private static void subscribe(RawClient client, int count, String below) {
    Message[] messages = new Message[count];
    for (int id = 0; id < count; id++) {
      messages[id] = new Subscribe(id, below + id, Features.NONE, SubscribeOptions.NONE);
    }
    client.send(messages).expectNothing();
  }

  /** Literal, with a tail, and such as the index cannot sort in. */
  @ParameterizedTest
  @ValueSource(strings = {"/churn/%d", "/churn/%d/**", "/churn/*x%d/*", "/a/b/c/d/e/f/%d/*"})
  void comingAndGoingSubscriptionsLeaveNothingBehind(String pattern) {
    try (RouterFixture router = RouterFixture.open()) {
      RawClient client = router.client("churn");
      for (int round = 0; round < 100; round++) {
        Message[] churn = new Message[500];
        for (int i = 0; i < churn.length; i += 2) {
          int number = round * churn.length + i;
          churn[i] =
              new Subscribe(
                  number, pattern.formatted(number), Features.NONE, SubscribeOptions.NONE);
          churn[i + 1] = new Unsubscribe(number);
        }
        client.send(churn).expectNothing();
      }

      assertThat(router.core.hasSubscriptions()).isFalse();
      assertThat(router.core.status().subscriptions()).isZero();
    }
  }

  @Test
  void aClockThatJumpsHarmsNothing() {
    AtomicLong clock = new AtomicLong(1_700_000_000_000_000L);
    try (RouterFixture router = RouterFixture.withClock(clock::get)) {
      RawClient reader = router.client("reader");
      reader.send(new Subscribe(1, "/p", Features.NONE, SubscribeOptions.NONE)).drain();
      RawClient writer = router.client("writer");
      long[] jumps = {0, 3_600_000_000L, -7_200_000_000L, 1, -1, 86_400_000_000_000L, -90_000_000L};
      long revision = 0;
      for (long jump : jumps) {
        long now = clock.addAndGet(jump);
        writer.send(Set.of("/p", Value.of(jump)));
        assertThat(writer.expect(Ack.class).revision()).isEqualTo(++revision);
        assertThat(reader.expect(Set.class).revision()).isEqualTo(revision);
        writer.send(new Sync(5, null, null));
        assertThat(writer.expect(Sync.class)).isEqualTo(new Sync(5, now, now));
        reader.expectNothing();
        RawClient late = router.client("after " + jump);
        late.close();
      }
      Await.until(() -> router.core.status().sessions() == 2);
      assertThat(router.core.status().uptime()).isLessThan(Duration.ofMinutes(10));
      assertThat(router.core.sessions(5))
          .extracting(SessionStatus::name)
          .containsExactly("reader", "writer");
    }
  }

  /** A bundle goes by the router's clock, wherever that is set. */
  @ParameterizedTest
  @ValueSource(longs = {0, -3_600_000_000L})
  void aBundleThatWaitsIsNotLostWhenTheClockJumps(long back) {
    long begin = 1_700_000_000_000_000L;
    AtomicLong clock = new AtomicLong(begin);
    try (RouterFixture router = RouterFixture.withClock(clock::get)) {
      RawClient client = router.client("client");
      client.send(new Subscribe(1, "/p", Features.NONE, SubscribeOptions.NONE)).drain();
      client.send(new Bundle(begin + 100_000, List.of(Set.of("/p", Value.of(1L)))));
      client.expect(Ack.class);

      clock.addAndGet(back);
      client.expectNothing();
      clock.addAndGet(2 * 3_600_000_000L);

      assertThat(client.expect(Set.class).revision()).isEqualTo(1);
      client.expectNothing();
    }
  }
}
