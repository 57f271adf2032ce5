package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import to.clasp.osc.internal.codec.OscException;
import to.clasp.osc.internal.codec.TimeTag;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.testkit.RawClient;
import to.clasp.transport.netty.testing.LeakGuard;

/** Messages whose address is a pattern of OSC. */
@ExtendWith(LeakGuard.class)
class ExpandTest {
  private EdgeFixture edge;

  @AfterEach
  void close() {
    edge.close();
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
    for (int i = 0; i < 6000; i++) {
      client.send(Set.of("/osc/" + name + i, Value.of(0)));
    }
    client.drain();
    RawOsc osc = edge.osc();
    osc.drain();
    long begin = System.nanoTime();
    osc.send("/*a*{" + ",".repeat(240) + "}*b", 1);
    osc.send("/*" + "{a,aa}".repeat(9000), 1).expectNothing();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    osc.send("/clasp/get", "/" + name + "0");
    assertThat(osc.next()).endsWith(" ,i 0");
  }

  /**
   * To find what could match costs as much as the params are many, even if the rest is not done.
   */
  @Test
  void nothingIsLookedUpForAPatternWhenNothingMayBeSpent() throws Exception {
    edge = new EdgeFixture(Map.of(), EdgeFixture.OPEN, () -> 0);
    RawOsc osc = edge.osc();
    osc.send("/a/1", 0).expectNothing();
    assertThatThrownBy(() -> edge.edge.effort().spend(Integer.MAX_VALUE))
        .isInstanceOf(OscException.class);
    long before = messagesIn();
    for (int i = 0; i < 10; i++) {
      osc.send("/a/*", 5);
    }
    osc.expectNothing();
    assertThat(messagesIn()).as("with one ping").isEqualTo(before + 1);
    osc.send("/clasp/get", "/a/1");
    assertThat(osc.next()).isEqualTo("/a/1 ,i 0");
  }

  private long messagesIn() {
    return edge.router.router().sessions(1).get(0).messagesIn();
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
}
