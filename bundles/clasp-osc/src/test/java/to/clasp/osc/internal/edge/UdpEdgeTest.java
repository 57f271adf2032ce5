package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

/** What a program sees that speaks OSC over UDP: its messages, and where they stand. */
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

  @Test
  void aMessageWithoutArgumentsWritesNull() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    edge.osc().send("/a");
    assertThat(client.expect(Set.class).value()).isEqualTo(Value.Null.INSTANCE);
  }

  @Test
  void xremoteIsAnAddressLikeAny() throws Exception {
    edge = new EdgeFixture(Map.of());
    RawClient client = edge.subscriber();
    edge.osc().send("/xremote");
    assertThat(client.expect(Set.class).address()).isEqualTo("/osc/xremote");
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
}
