package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** A session that sends more messages than it may. */
class RateLimitTest {
  private final RouterFixture router = RouterFixture.with(Map.of("maxMessagesPerSecond", 2));
  private final RawClient client = router.connect();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void withoutALimitEverythingIsServed() {
    try (RouterFixture unlimited = RouterFixture.open()) {
      RawClient fast = unlimited.client("fast");
      Message[] many = new Message[5000];
      Arrays.fill(many, Set.of("/a", Value.of(1)));

      assertThat(fast.send(many).drain()).hasSize(5000).allMatch(Ack.class::isInstance);
    }
  }

  @Test
  void everySetTooManyIsDroppedWithAnErrorThatNamesItAndTheSessionLives() {
    hello();
    Message[] many = new Message[100];
    Arrays.setAll(many, i -> Set.of("/a/" + i, Value.of(1)));

    client.send(many);

    for (int i = 0; i < many.length; i++) {
      Message answer = client.next();
      if (i < 2) {
        assertThat(answer).isEqualTo(new Ack("/a/" + i, 1L, null, null, null));
      } else if (answer instanceof ErrorMessage error) {
        assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
        assertThat(error.address()).isEqualTo("/a/" + i);
        assertThat(error.message()).contains("2 messages per second");
      }
    }
    long errors = client.received().stream().filter(ErrorMessage.class::isInstance).count();
    assertThat(errors).isGreaterThan(50);
    Await.until(
        () -> {
          client.send(new Get("/a/0"));
          return client.next() instanceof Snapshot;
        });
  }

  @Test
  void aDroppedMessageHasNoEffect() {
    hello();
    client.send(Ping.INSTANCE, Ping.INSTANCE, Set.of("/a", Value.of(1)));
    client.expect(Pong.class);
    client.expect(Pong.class);
    client.expect(ErrorMessage.class);

    Await.until(
        () -> {
          client.send(new Get("/a"));
          return ((ErrorMessage) client.next()).code() == ErrorCode.ADDRESS_NOT_FOUND.code();
        });
  }

  @Test
  void eventsTooManyAreAnsweredByOneErrorASecondNotOneEach() {
    hello();
    Message[] many = new Message[1000];
    Arrays.fill(many, Publish.of("/e", SignalType.EVENT, Value.of(1)));
    client.send(many).send(Set.of("/last", Value.of(1)));

    List<Message> got = upToLast();

    assertThat(got).isNotEmpty().hasSizeLessThan(20);
    assertThat(got)
        .allSatisfy(error -> assertThat(((ErrorMessage) error).address()).isEqualTo("/e"));
  }

  @Test
  void framesThatCannotBeReadCountAndAreNotAnsweredWithoutEnd() {
    hello();
    byte[][] many = new byte[1000][];
    Arrays.fill(many, new byte[] {0x53, 1, 0, 1, (byte) 0x7F});
    client.sendBytes(many).send(Set.of("/last", Value.of(1)));

    List<Message> got = upToLast();

    assertThat(got).hasSizeBetween(3, 20);
    assertThat(((ErrorMessage) got.get(0)).code()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
    assertThat(((ErrorMessage) got.get(2)).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
  }

  @Test
  void aBundleCountsAsTheMessagesInIt() {
    hello();
    Message set = Set.of("/b", Value.of(1));
    client.send(new Bundle(null, List.of(set, set, set, set, set, set, set, set)));
    client.next();

    client.send(Set.of("/a", Value.of(1)));

    assertThat(client.expect(ErrorMessage.class).address()).isEqualTo("/a");
  }

  @Test
  void helloDoesNotCount() {
    client.send(
        new Hello(1, Features.ALL, "client", null),
        Set.of("/a", Value.of(1)),
        Set.of("/b", Value.of(1)));

    client.expect(Welcome.class);
    client.expect(Snapshot.class);
    client.expect(Ack.class);
    client.expect(Ack.class);
  }

  private void hello() {
    client.send(new Hello(1, Features.ALL, "client", null));
    client.expect(Welcome.class);
    client.expect(Snapshot.class);
  }

  private List<Message> upToLast() {
    List<Message> got = new ArrayList<>();
    while (true) {
      Message next = client.next();
      if (next instanceof ErrorMessage error && "/last".equals(error.address())) {
        return got;
      } else if (next instanceof Ack) {
        return got;
      }
      got.add(next);
    }
  }
}
