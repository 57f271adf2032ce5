package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** Two relays of which each was told to send the other everything. */
@ExtendWith(LeakGuard.class)
class CircleTest {
  private static final int ROUNDS = 10;

  private EdgeFixture one;
  private EdgeFixture two;
  private RawOsc atOne;
  private RawOsc atTwo;

  @BeforeEach
  void subscribeEachAtTheOther() throws Exception {
    one = new EdgeFixture(Map.of("events", new String[] {"/go"}, "echo", true));
    two = new EdgeFixture(Map.of("events", new String[] {"/go"}));
    atOne = one.osc();
    atTwo = two.osc();
    atOne.send("/clasp/subscribe", "/**", two.udp().getPort(), "127.0.0.1").drain();
    atTwo.send("/clasp/subscribe", "/**", one.udp().getPort(), "127.0.0.1").drain();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  /** What was sent there would have come back, several times over. */
  private void settle() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      atOne.expectNothing();
      atTwo.expectNothing();
    }
  }

  @Test
  void aValueGoesOverOnceAndDoesNotComeBack() throws Exception {
    RawClient first = one.subscriber();
    RawClient second = two.subscriber();
    RawClient writer = one.client();
    writer.send(Set.of("/osc/a", Value.of(1)));
    assertThat(second.expect(Set.class).value()).isEqualTo(Value.of(1));
    settle();
    assertThat(first.drain()).extracting(each -> ((Set) each).revision()).containsExactly(1L);
    second.expectNothing();
    RawClient back = two.client();
    back.send(Set.of("/osc/a", Value.of(2)));
    settle();
    assertThat(first.drain())
        .extracting(each -> ((Set) each).value())
        .isEqualTo(List.of(Value.of(2)));
    assertThat(second.drain()).hasSize(1);
  }

  @Test
  void anEventGoesOverOnceAndDoesNotComeBack() throws Exception {
    RawClient first = one.subscriber();
    RawClient second = two.subscriber();
    one.client().send(Publish.of("/osc/go", SignalType.EVENT, Value.of(1)));
    assertThat(second.expect(Publish.class).value()).isEqualTo(Value.of(1));
    settle();
    assertThat(first.drain()).hasSize(1);
    second.expectNothing();
  }

  /** It listens on all of its addresses, and sends from the one that the system chooses. */
  @Test
  void whoSendsBackFromAnotherOfItsAddressesIsNotToldAgain() throws Exception {
    try (RawOsc other = new RawOsc(one.udp(), "0.0.0.0")) {
      atOne.send("/clasp/subscribe", "/x/**", other.port(), "127.0.0.5");
      assertThat(other.next()).startsWith("/clasp/subscribed");
      RawClient writer = one.client();
      RawClient watcher = one.subscriber();
      writer.send(Set.of("/osc/x/a", Value.of(0.1)));
      assertThat(other.next()).isEqualTo("/x/a ,f 0.10000000149011612");
      other.send("/x/a", 0.1f);
      assertThat(watcher.expect(Set.class).revision()).isEqualTo(1);
      assertThat(watcher.expect(Set.class).revision()).isEqualTo(2);
      other.send("/x/b", 1);
      assertThat(watcher.expect(Set.class).address()).isEqualTo("/osc/x/b");
      assertThat(other.next())
          .as("what is new, from another host for all we know")
          .isEqualTo("/x/b ,i 1");
    }
  }

  /** Surfaces mostly have the port of their maker, and a fader passes the same value often. */
  @Test
  void aTargetIsToldEachValueOfAnotherTargetWithTheSamePort() throws Exception {
    try (RawOsc left = new RawOsc(one.udp(), "127.0.0.6");
        RawOsc right = new RawOsc(one.udp(), "127.0.0.7", left.port())) {
      one.ports.configure(
          EdgeFixture.settings(
              Map.of(
                  "targets",
                  new String[] {"127.0.0.6:" + left.port(), "127.0.0.7:" + left.port()})));
      RawClient watcher = one.subscriber();
      for (int value : new int[] {1, 0, 1}) {
        right.send("/button", value);
        watcher.expect(Set.class);
        assertThat(left.next()).isEqualTo("/button ,i " + value);
      }
    }
  }

  @Test
  void aListenerOnTheReplyPortIsNotToldWhatItSent() throws Exception {
    try (RawOsc listening = new RawOsc(null, "127.0.0.3")) {
      one.ports.configure(
          EdgeFixture.settings(
              Map.of("replyPorts", new String[] {"127.0.0.3=" + listening.port()})));
      atOne.send("/clasp/subscribe", "/b", listening.port(), "127.0.0.3");
      assertThat(listening.next()).startsWith("/clasp/subscribed");
      RawClient watcher = one.subscriber();
      try (RawOsc sender = new RawOsc(one.udp(), "127.0.0.3")) {
        sender.send("/b", 1);
        watcher.expect(Set.class);
        one.client().send(Set.of("/osc/b", Value.of(2)));
        assertThat(listening.next()).isEqualTo("/b ,i 2");
      }
    }
  }
}
