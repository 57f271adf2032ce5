package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.osc.internal.codec.TimeTag;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.router.SessionStatus;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** What a program sees that speaks OSC over UDP. */
@ExtendWith(LeakGuard.class)
class UdpEdgeTest {
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void aMessageWritesAParamBelowTheNamespace() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    edge.osc().send("/fader/1", 0.5f);
    Set set = client.expect(Set.class);
    assertThat(set.address()).isEqualTo("/osc/fader/1");
    assertThat(set.value()).isEqualTo(Value.of(0.5));
    assertThat(set.revision()).isEqualTo(1);
    client.expectNothing();
  }

  @Test
  void aSessionIsNamedForItsSender() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/ping");
    assertThat(osc.next()).isEqualTo("/clasp/pong , null");
    assertThat(edge.router.router().sessions(10))
        .extracting(SessionStatus::name)
        .containsExactly("osc:127.0.0.1:" + osc.port());
    assertThat(edge.router.router().sessions(10))
        .extracting(SessionStatus::transport)
        .containsExactly("osc");
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
  void aClientDoesNotGetWhatItWroteItselfButOthersDo() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc one = edge.osc();
    RawOsc two = edge.osc();
    one.send("/clasp/subscribe", "/**").next();
    two.send("/clasp/subscribe", "/**").next();
    one.send("/a", 1).send("/a", 2);
    assertThat(two.next()).isEqualTo("/a ,i 1");
    assertThat(two.next()).isEqualTo("/a ,i 2");
    one.expectNothing();
  }

  @Test
  void aClientGetsItsEchoWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("echo", true));
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**").next();
    osc.send("/a", 1);
    assertThat(osc.next()).isEqualTo("/a ,i 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stage/desk", ""})
  void anyNamespaceWorksBothWays(String namespace) throws Exception {
    edge = new EdgeFixture(Map.of("namespace", namespace));
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**").next();
    osc.send("/a", 1);
    assertThat(client.expect(Set.class).address()).isEqualTo(namespace + "/a");
    client.send(Set.of(namespace + "/a", Value.of(2)));
    assertThat(osc.next()).isEqualTo("/a ,i 2");
  }

  @Test
  void aRootIsReachedInFullBothWays() throws Exception {
    edge = new EdgeFixture(Map.of("roots", new String[] {"/mqtt,/lights"}));
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/mqtt/**").next();
    osc.send("/mqtt/lamp", 1);
    assertThat(client.expect(Set.class).address()).isEqualTo("/mqtt/lamp");
    client.send(Set.of("/mqtt/lamp", Value.of(2)));
    assertThat(osc.next()).isEqualTo("/mqtt/lamp ,i 2");
  }

  @Test
  void messagesOfConfiguredPatternsAreEvents() throws Exception {
    edge = new EdgeFixture(Map.of("events", new String[] {"/cue/**"}));
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/cue/go", 5).send("/fader", 1);
    Publish event = client.expect(Publish.class);
    assertThat(event.address()).isEqualTo("/osc/cue/go");
    assertThat(event.signal()).isEqualTo(SignalType.EVENT);
    assertThat(event.value()).isEqualTo(Value.of(5));
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/fader");
    osc.send("/clasp/get", "/cue/go");
    assertThat(osc.next()).startsWith("/clasp/error ,is [404,");
  }

  @Test
  void nestedBundlesTakeEffectInTheirOrder() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    byte[] inner =
        OscText.bundle(
            TimeTag.IMMEDIATELY, OscText.message("/b", 2), OscText.message("/clasp/ping"));
    RawOsc osc = edge.osc();
    osc.sendBytes(
        OscText.bundle(
            TimeTag.IMMEDIATELY, OscText.message("/a", 1), inner, OscText.message("/c", 3)));
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/a");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/b");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/c");
    assertThat(osc.next()).isEqualTo("/clasp/pong , null");
  }

  @Test
  void deeplyNestedBundlesAreRefusedAndTheClientGoesOn() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    byte[] bundle = OscText.message("/deep", 1);
    for (int i = 0; i < 17; i++) {
      bundle = OscText.bundle(TimeTag.IMMEDIATELY, bundle);
    }
    osc.sendBytes(bundle).send("/after", 1);
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/after");
  }

  @Test
  void anAddressPatternWritesToAllParamsThatMatchAndToNothingElse() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    for (int i = 1; i <= 4; i++) {
      osc.send("/fader/" + i, 0);
    }
    osc.send("/knob/1", 0).expectNothing();
    RawClient client = edge.subscriber();
    osc.send("/fader/[1-3]", 9).send("/fader/2", 5).send("/none/*", 1).send("/last", 1);
    Map<String, Value> told = new TreeMap<>();
    Set set;
    do {
      set = client.expect(Set.class);
      told.put(set.address(), set.value());
    } while (!set.address().equals("/osc/last"));
    assertThat(told)
        .containsOnlyKeys("/osc/fader/1", "/osc/fader/2", "/osc/fader/3", "/osc/last")
        .containsEntry("/osc/fader/1", Value.of(9))
        .containsEntry("/osc/fader/2", Value.of(5));
    osc.expectNothing();
  }

  @Test
  void aPatternThatTakesTooLongWritesNothingAndNobodyWaits() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.client();
    String name = "a".repeat(900);
    for (int i = 0; i < 2000; i++) {
      client.send(Set.of("/osc/" + name + i, Value.of(0)));
    }
    client.drain();
    RawOsc osc = edge.osc();
    osc.drain();
    long begin = System.nanoTime();
    osc.send("/*a*{" + ",".repeat(240) + "}*b", 1);
    osc.send("/*" + "{a,aa}".repeat(9000), 1).expectNothing();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    osc.send("/clasp/get", "/" + name + "0");
    assertThat(osc.next()).endsWith(" ,i 0");
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
  void whoOnlyWritesByPatternsIsToldNothing() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.client();
    RawOsc osc = edge.osc();
    osc.send("/a/1", 1).drain();
    for (int i = 0; i < 300; i++) {
      osc.send("/a/*", i);
      client.send(Set.of("/osc/a/1", Value.of(-i)));
    }
    client.drain();
    osc.expectNothing();
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

  @Test
  void whatFollowsAPatternInABundleFollowsItAlsoInEffect() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/a/1", 0).expectNothing();
    osc.sendBytes(
        OscText.bundle(
            TimeTag.IMMEDIATELY,
            OscText.message("/a/*", 1),
            OscText.message("/a/1", 2),
            OscText.message("/a/?", 3)));
    osc.send("/a/{1,2}", 4).send("/a/1", 5).send("/clasp/get", "/a/1");
    assertThat(osc.next()).isEqualTo("/a/1 ,i 5");
  }

  @Test
  void aMessageWithoutArgumentsAsksWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("queries", true));
    RawOsc osc = edge.osc();
    osc.send("/a", 3).send("/a");
    assertThat(osc.next()).isEqualTo("/a ,i 3");
    RawClient client = edge.subscriber();
    osc.send("/new");
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.Null.INSTANCE);
  }

  @Test
  void aMessageWithoutArgumentsWritesNullOtherwise() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    edge.osc().send("/a");
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.Null.INSTANCE);
  }

  @Test
  void xremoteSubscribesToWhatChangesWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("xremote", true));
    RawClient client = edge.client();
    client.send(Set.of("/osc/before", Value.of(1)));
    client.drain();
    RawOsc osc = edge.osc();
    osc.send("/xremote").expectNothing();
    client.send(Set.of("/osc/a", Value.of(2)));
    assertThat(osc.next()).isEqualTo("/a ,i 2");
  }

  @Test
  void xremoteIsAnAddressLikeAnyOtherwise() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    edge.osc().send("/xremote");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/xremote");
  }

  @Test
  void everyClientGetsEverythingWhereThatIsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("autoSubscribe", true));
    RawClient client = edge.client();
    client.send(Set.of("/osc/a", Value.of(1)));
    client.drain();
    RawOsc osc = edge.osc();
    osc.send("/hello", 1);
    assertThat(osc.next()).isEqualTo("/a ,i 1");
    client.send(Set.of("/osc/b", Value.of(2)));
    assertThat(osc.next()).isEqualTo("/b ,i 2");
  }

  @Test
  void numbersAreSentAsConfigured() throws Exception {
    edge = new EdgeFixture(Map.of("types", "f"));
    RawOsc osc = edge.osc();
    osc.send("/a", 3).send("/clasp/get", "/a");
    assertThat(osc.next()).isEqualTo("/a ,f 3.0");
  }

  @Test
  void answersGoToTheConfiguredPort() throws Exception {
    RawOsc listening = new RawOsc(null);
    edge = new EdgeFixture(Map.of("replyPorts", new String[] {"127.0.0.0/8=" + listening.port()}));
    edge.osc().send("/clasp/ping");
    assertThat(listening.next()).isEqualTo("/clasp/pong , null");
    listening.close();
  }

  /** Two servers that answer each other would never stop. */
  @Test
  void anAnswerIsNotAnsweredAndWritesNothing() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    RawOsc osc = edge.osc();
    osc.send("/clasp/pong").send("/clasp/error", 1, "x").send("/clasp/subscribed", "/a", 1);
    osc.expectNothing();
    client.expectNothing();
  }

  @Test
  void samplesOfAStreamAreArguments() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawOsc osc = edge.osc();
    osc.send("/clasp/subscribe", "/**").next();
    edge.client()
        .send(
            new Publish(
                "/osc/s",
                SignalType.STREAM,
                Phase.START,
                null,
                Samples.of(0.5, 1.5),
                null,
                null,
                null));
    assertThat(osc.next()).isEqualTo("/s ,ff [0.5,1.5]");
  }
}
