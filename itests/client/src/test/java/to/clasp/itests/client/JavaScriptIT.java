package to.clasp.itests.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.itests.support.NpmClient;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Phase;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;

/** The Java client and the JavaScript client understand each other, through one relay. */
class JavaScriptIT {
  private static Relay relay;

  private final String root = "/t/" + UUID.randomUUID();
  private ClaspClient clasp;
  private JavaScriptPeer peer;

  @BeforeAll
  static void start() throws Exception {
    NpmClient.require();
    relay = Relay.start();
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    clasp = ClaspClient.connect(relay.uri().toString());
    peer = JavaScriptPeer.start(clasp, root);
  }

  @AfterEach
  void close() throws Exception {
    peer.tell("end", "");
    assertThat(peer.awaitExit()).as(peer.output()).isZero();
    peer.close();
    clasp.close();
  }

  private String java(String name) {
    return root + "/java/" + name;
  }

  private String js(String name) {
    return root + "/js/" + name;
  }

  private void told(String name, String rest) throws InterruptedException {
    peer.awaitLine("{\"address\":\"" + java(name) + "\"," + rest + "}");
  }

  @Test
  void javaScriptReceivesTheValuesOfJavaAsItsOwnTypes() throws Exception {
    clasp.set(java("number"), 0.5);
    clasp.set(java("integer"), 7);
    clasp.set(java("text"), "ü");
    clasp.set(java("flag"), true);
    clasp.set(java("null"), null);
    clasp.set(java("bytes"), new byte[] {1, 2, -1});
    clasp.set(java("list"), List.of(1, "two", List.of(true)));
    Waits.get(clasp.set(java("map"), Map.of("a", Map.of("b", "c"))));
    told("number", "\"value\":0.5,\"kind\":\"number\"");
    told("integer", "\"value\":7,\"kind\":\"number\"");
    told("text", "\"value\":\"ü\",\"kind\":\"string\"");
    told("flag", "\"value\":true,\"kind\":\"boolean\"");
    told("null", "\"value\":null,\"kind\":\"object\"");
    told("bytes", "\"value\":null,\"kind\":\"bytes 1 2 255\"");
    told("list", "\"value\":[1,\"two\",[true]],\"kind\":\"array\"");
    told("map", "\"value\":{\"a\":{\"b\":\"c\"}},\"kind\":\"object\"");
  }

  @Test
  void javaScriptReceivesTheSignalsAndBundlesOfJava() throws Exception {
    clasp.emit(java("cue"), Map.of("fade", 2.5));
    clasp.stream(java("level"), 0.25);
    clasp.gesture(java("touch"), 7, Phase.START, Map.of("x", 1));
    clasp.gesture(java("touch"), 7, Phase.END, Map.of("x", 2));
    Timeline.Keyframe key = Timeline.Keyframe.of(0, Value.of(1.0));
    clasp.timeline(java("fade"), Timeline.of(key));
    Waits.get(clasp.bundle(all -> all.set(java("b1"), 1).emit(java("b2"), 2).set(java("b3"), 3)));
    told("cue", "\"value\":{\"fade\":2.5},\"kind\":\"object\"");
    told("level", "\"value\":0.25,\"kind\":\"number\"");
    told("touch", "\"value\":{\"x\":1,\"phase\":\"start\",\"gestureId\":7},\"kind\":\"object\"");
    told("touch", "\"value\":{\"x\":2,\"phase\":\"end\",\"gestureId\":7},\"kind\":\"object\"");
    told("b3", "\"value\":3,\"kind\":\"number\"");
    told("b2", "\"value\":2,\"kind\":\"number\"");
    assertThat(peer.told(java("fade")).get(0)).contains("\"keyframes\":[{").contains("\"time\":0");
    assertThat(peer.output().indexOf(java("b1"))).isLessThan(peer.output().indexOf(java("b2")));
  }

  @Test
  void javaReceivesTheValuesOfJavaScriptAsItsOwnTypes() throws Exception {
    Inbox seen = Inbox.open(clasp, root + "/js/**");
    peer.tell("calls", "");
    Map<String, Object> values = new HashMap<>();
    for (Received next = seen.next(); !next.address().equals(js("end")); next = seen.next()) {
      values.put(next.address(), next.value());
    }
    assertThat(values.get(js("number"))).isEqualTo(0.5);
    assertThat(((Number) values.get(js("integer"))).intValue()).isEqualTo(7);
    assertThat(values.get(js("text"))).isEqualTo("ü");
    assertThat(values.get(js("flag"))).isEqualTo(true);
    assertThat(values).containsEntry(js("null"), null);
    assertThat((byte[]) values.get(js("bytes"))).containsExactly(1, 2, -1);
    assertThat(clasp.cached(js("list")).orElseThrow().value()).asString().contains("two, [true]");
    assertThat(values.get(js("map"))).asString().contains("b={c=d}");
    assertThat(Waits.get(clasp.get(js("integer"), int.class))).isEqualTo(7);
  }

  @Test
  void javaReceivesTheSignalsAndBundlesOfJavaScriptInOrder() throws Exception {
    Inbox seen = Inbox.open(clasp, root + "/js/**");
    peer.tell("calls", "");
    Received next = seen.next();
    while (next.type() == SignalType.PARAM) {
      next = seen.next();
    }
    assertThat(next.type()).isEqualTo(SignalType.EVENT);
    assertThat(next.value()).isEqualTo(Map.of("fade", 2.5));
    next = seen.next();
    assertThat(next.type()).isEqualTo(SignalType.STREAM);
    assertThat(next.as(double.class)).isEqualTo(0.25);
    next = seen.next();
    assertThat(next.phase()).isEqualTo(Phase.START);
    assertThat(next.publish().id()).isEqualTo(7);
    assertThat(seen.next().phase()).isEqualTo(Phase.END);
    next = seen.next();
    assertThat(next.type()).isEqualTo(SignalType.TIMELINE);
    assertThat(Timeline.parse(next.raw()).keyframes()).hasSize(2);
    assertThat(seen.next().address()).isEqualTo(js("b1"));
    assertThat(seen.next().address()).isEqualTo(js("b3"));
    assertThat(seen.next().address()).isEqualTo(js("b2"));
  }

  @Test
  void eachAsksForWhatTheOtherHasSetAndIsKeptOutByItsLock() throws Exception {
    Waits.get(clasp.setLocked(root + "/p", "from Java"));
    peer.tell("get", root + "/p");
    peer.awaitLine("{\"got\":\"from Java\"}");
    peer.tell("locked", root + "/p");
    peer.awaitLine("{\"code\":" + ErrorCode.LOCK_HELD.code() + ",\"about\":\"" + root + "/p\"}");
    Waits.get(clasp.unlock(root + "/p"));
    peer.take("lock", root + "/p");
    assertThat(Waits.get(clasp.get(root + "/p", String.class))).isEqualTo("from JavaScript");
    ClaspException refused = Waits.failure(clasp.set(root + "/p", "no"));
    assertThat(refused.code()).isEqualTo(ErrorCode.LOCK_HELD.code());
  }

  @Test
  void javaScriptGetsOnlyWhatItsSubscriptionAsksFor() throws Exception {
    peer.take("steps", root + "/ramp");
    for (int i = 0; i <= 105; i++) {
      Waits.get(clasp.set(root + "/ramp", i));
    }
    peer.take("report", "");
    assertThat(peer.output()).contains("{\"steps\":true}");
  }
}
