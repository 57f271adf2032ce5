package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** What a program can ask for, and where the answers go. */
@ExtendWith(LeakGuard.class)
class CommandTest {
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void subscribingTellsTheNumberOfValuesThenTheValuesThenChanges() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.client();
    client.send(Set.of("/osc/a", Value.of(1)), Set.of("/osc/b", Value.of("x")));
    client.send(Set.of("/other", Value.of(1)));
    client.drain();
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**");
    assertThat(osc.next()).isEqualTo("/clasp/subscribed ,si [\"/**\",2]");
    assertThat(List.of(osc.next(), osc.next())).containsExactlyInAnyOrder("/a ,i 1", "/b ,s \"x\"");
    client.send(Set.of("/osc/a", Value.of(0.25)));
    assertThat(osc.next()).isEqualTo("/a ,f 0.25");
    client.send(Publish.of("/osc/go", SignalType.EVENT, Value.of(true)));
    assertThat(osc.next()).isEqualTo("/go ,T true");
    osc.expectNothing();
  }

  @Test
  void aSubscriptionWithoutValuesIsAnsweredToo() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/nothing/*");
    assertThat(osc.next()).isEqualTo("/clasp/subscribed ,si [\"/nothing/*\",0]");
  }

  @Test
  void valuesGoToThePortAndHostThatWereAskedFor() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    RawOsc here = edge.osc();
    try (RawOsc there = new RawOsc(null, "127.0.0.2")) {
      osc.send("/clasp/subscribe", "/a/*", here.port());
      assertThat(here.next()).isEqualTo("/clasp/subscribed ,si [\"/a/*\",0]");
      osc.send("/clasp/subscribe", "/b/*", there.port(), "127.0.0.2");
      assertThat(there.next()).isEqualTo("/clasp/subscribed ,si [\"/b/*\",0]");
      osc.send("/clasp/subscribe", "/b/x");
      assertThat(osc.next()).isEqualTo("/clasp/subscribed ,si [\"/b/x\",0]");
      RawClient client = edge.client();
      client.send(Set.of("/osc/a/1", Value.of(1)), Set.of("/osc/b/x", Value.of(2)));
      assertThat(here.next()).isEqualTo("/a/1 ,i 1");
      assertThat(there.next()).isEqualTo("/b/x ,i 2");
      assertThat(osc.next()).isEqualTo("/b/x ,i 2");
      osc.expectNothing();
      here.expectNothing();
    }
  }

  @Test
  void aPingIsAnsweredBehindWhatWasAskedBefore() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/a", 1).send("/clasp/subscribe", "/a").send("/clasp/get", "/a").send("/clasp/ping");
    assertThat(osc.next()).startsWith("/clasp/subscribed");
    assertThat(List.of(osc.next(), osc.next())).containsOnly("/a ,i 1");
    assertThat(osc.next()).isEqualTo("/clasp/pong , null");
  }

  @Test
  void whatIsUnsubscribedIsNotSent() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/a/*").send("/clasp/subscribe", "/b/*");
    osc.send("/clasp/subscribe", "/c/*");
    assertThat(osc.drain()).hasSize(3);
    osc.send("/clasp/unsubscribe", "/a/*").expectNothing();
    RawClient client = edge.client();
    client.send(Set.of("/osc/a/1", Value.of(1)), Set.of("/osc/b/1", Value.of(2)));
    client.drain();
    assertThat(osc.drain()).containsExactly("/b/1 ,i 2");
    osc.send("/clasp/unsubscribe").expectNothing();
    client.send(Set.of("/osc/b/1", Value.of(3)), Set.of("/osc/c/1", Value.of(3)));
    client.drain();
    osc.expectNothing();
  }

  @Test
  void gettingAnswersWithTheValueOrAnError() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/a", 7).send("/clasp/get", "/a");
    assertThat(osc.next()).isEqualTo("/a ,i 7");
    osc.send("/clasp/get", "/missing");
    assertThat(osc.next())
        .isEqualTo("/clasp/error ,is [404,\"there is no param at /osc/missing\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no slash", "/a//b", "/a/"})
  void whatCannotBeAskedForIsRefusedWithWords(String pattern) throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", pattern);
    assertThat(osc.next()).startsWith("/clasp/error ,is [202,");
  }

  @Test
  void wrongArgumentsAreNamed() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe");
    assertThat(osc.next()).isEqualTo("/clasp/error ,is [101,\"argument 1 must be a pattern\"]");
    osc.send("/clasp/subscribe", "/**", 0);
    assertThat(osc.next()).contains("argument 2 must be a port");
    osc.send("/clasp/subscribe", "/**", 9000, "localhost");
    assertThat(osc.next()).contains("argument 3 must be an IP address");
    osc.send("/clasp/get", 5);
    assertThat(osc.next()).contains("argument 1 must be an address");
  }

  /** Whoever forges a sender could have values sent to anybody. */
  @Test
  void valuesAreSentToNobodyOutsideTheNetworksOfSubscribers() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**", 9000, "203.0.113.5");
    assertThat(osc.next())
        .isEqualTo("/clasp/error ,is [301,\"values are not sent to 203.0.113.5\"]");
  }

  @Test
  void whoIsOutsideTheNetworksOfSubscribersCanOnlyWrite() throws Exception {
    edge =
        new EdgeFixture(
            Map.of(
                "subscriberNetworks", new String[] {"10.0.0.0/8"},
                "autoSubscribe", true,
                "queries", true,
                "xremote", true));
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/a", 1).send("/a").send("/xremote").expectNothing();
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.of(1));
    osc.send("/clasp/get", "/a").send("/clasp/subscribe", "/**");
    String refusal = "/clasp/error ,is [301,\"values are not sent to 127.0.0.1\"]";
    assertThat(osc.drain()).containsExactly(refusal, refusal);
    client.send(Set.of("/osc/a", Value.of(2)));
    client.drain();
    osc.expectNothing();
  }

  @Test
  void valuesAreNotSentToOurselves() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**", edge.udp().getPort());
    assertThat(osc.next()).isEqualTo("/clasp/error ,is [301,\"that is where values come from\"]");
  }

  @Test
  void valuesAreNotSentToOurselvesByAReplyPort() throws Exception {
    edge = new EdgeFixture(Map.of());
    String[] ours = {Integer.toString(edge.udp().getPort())};
    edge.ports.configure(
        EdgeFixture.settings(Map.of("port", edge.udp().getPort(), "replyPorts", ours)));
    RawClient client = edge.client();
    edge.osc().send("/clasp/subscribe", "/**").send("/a", 1);
    client.drain();
    Await.until("the message has arrived", () -> edge.router.router().status().params() == 1);
    assertThat(edge.router.router().status().subscriptions()).isZero();
  }

  @Test
  void whereValuesMayNotGoAnyMoreTheyDoNot() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**");
    osc.drain();
    edge.ports.configure(
        EdgeFixture.settings(Map.of("subscriberNetworks", new String[] {"10.0.0.0/8"})));
    Await.until(
        "the subscription has ended", () -> edge.router.router().status().subscriptions() == 0);
    RawClient client = edge.client();
    client.send(Set.of("/osc/a", Value.of(1)));
    client.drain();
    osc.expectNothing();
  }
}
