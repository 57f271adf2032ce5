package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;

/** One state for clients of MQTT and of CLASP. */
class StateTest {
  private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void close() {
    mqtt.close();
    executor.shutdownNow();
  }

  private RouterSession clasp() {
    SessionInfo info = new SessionInfo("native", "test");
    return mqtt.router().open(info, Grant.EVERYTHING, executor, inbox::add);
  }

  private <M extends Message> M next(Class<M> type) throws InterruptedException {
    while (true) {
      Message message = inbox.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("a %s within 10 s", type.getSimpleName()).isNotNull();
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  @Test
  void bothSidesSeeWhatTheOtherWritesOnceAndWithItsType() throws Exception {
    RouterSession clasp = clasp();
    clasp.send(new Subscribe(1, "/mqtt/**", Features.ALL, SubscribeOptions.NONE));
    RawMqtt device = mqtt.client(4, "device");
    device.subscribed("#", 2);
    device.publish("lamp/on", "true");
    Set told = next(Set.class);
    assertThat(told.address()).isEqualTo("/mqtt/lamp/on");
    assertThat(told.value()).isEqualTo(Value.of(true));

    clasp.send(Set.of("/mqtt/lamp/level", Value.of(0.5)));
    RawMqtt.Packet level = device.message();
    assertThat(level.topic()).isEqualTo("lamp/level");
    assertThat(level.payload()).isEqualTo("0.5");
    assertThat(level.qos()).isEqualTo(1);
    clasp.send(Set.of("/elsewhere", Value.of(1)));
    device.nothingMore();
  }

  @Test
  void signalsSamplesBundlesAndValuesOfAnyKindAreDelivered() {
    RouterSession clasp = clasp();
    RawMqtt device = mqtt.client(4, "device");
    device.subscribed("#", 1);
    clasp.send(Publish.of("/mqtt/e", SignalType.EVENT, Value.of("hit")));
    clasp.send(
        new Publish(
            "/mqtt/s", SignalType.STREAM, Phase.START, null, Samples.of(1, 2), null, null, null));
    clasp.send(
        new Bundle(
            null,
            List.of(
                Set.of("/mqtt/b", Value.of(1)),
                Publish.of("/mqtt/c", SignalType.EVENT, new Value.Map(Map.of("k", Value.of(2)))))));

    List<String> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RawMqtt.Packet each = device.message();
      got.add(each.topic() + "=" + each.payload() + " " + each.qos());
    }
    assertThat(got).containsExactly("e=hit 1", "s=[1.0,2.0] 0", "b=1 1", "c={\"k\":2} 1");
  }

  @Test
  void anyNamespaceIsTakenOffLiveAndRetainedMessages() {
    for (String namespace : new String[] {"/iot/site", "/"}) {
      mqtt.close();
      mqtt = MqttFixture.with(Map.of("namespace", namespace));
      RouterSession clasp = clasp();
      String prefix = namespace.equals("/") ? "" : namespace;
      RawMqtt device = mqtt.client(4, "device");
      device.publish("home/t", "1").ping();
      RawMqtt other = mqtt.client(4, "other");
      other.subscribed("home/#", 0);
      assertThat(other.message().topic()).isEqualTo("home/t");
      clasp.send(Set.of(prefix + "/home/u", Value.of(2)));
      assertThat(other.message().topic()).isEqualTo("home/u");
    }
  }

  @Test
  void aClientThatDoesNotReadGetsTheNewestValuesLaterAndHoldsUpNobody() throws Exception {
    RawMqtt slow = mqtt.client(4, "slow");
    slow.subscribed("#", 0);
    RawMqtt writer = mqtt.client(4, "w");
    String filling = "x".repeat(10_000);
    for (int i = 1; i <= 2_000; i++) {
      writer.publish("p/" + i % 10, i + filling);
    }
    writer.ping();
    assertThat(mqtt.router().status().counters().drops().paramsConflated()).isPositive();

    List<String> last = new ArrayList<>();
    for (int seen = 0; seen < 2_000 && last.size() < 10; seen++) {
      String payload = slow.message().payload();
      int number = Integer.parseInt(payload.substring(0, payload.indexOf('x')));
      if (number > 1_990) {
        last.add(Integer.toString(number));
      }
    }
    assertThat(last).hasSize(10);
  }

  @Test
  void aWriterWhoseAnswersAreNotReadIsNotReadFromAndGoesOnLater() throws Exception {
    RawMqtt writer = mqtt.client(4, "w");
    RawMqtt.Bytes packets = RawMqtt.bytes();
    for (int i = 1; i <= 60_000; i++) {
      packets.u8(0x32, 6).text("a").u16(i).u8('x');
    }
    Thread flood = new Thread(() -> writer.write(packets.done()));
    flood.start();
    for (int i = 1; i <= 60_000; i++) {
      assertThat(writer.expect(4).packetId()).isEqualTo(i);
    }
    flood.join(10_000);
    assertThat(mqtt.router().status().params()).isEqualTo(1);
  }

  @Test
  void onlyAnotherPortCutsConnections() throws Exception {
    RawMqtt client = mqtt.client(4, "a");
    mqtt.change("echo", true);
    mqtt.change("userProperties", false);
    mqtt.change("namespace", "/other");
    mqtt.change("maxInflight", 7);
    mqtt.change("maxInflight", 0);
    client.publish("a", "1").ping();
    assertThat(mqtt.router().status().params()).isEqualTo(1);
    mqtt.change("maxInflight", 7);
    int before = mqtt.uri().getPort();
    // Somebody else may take a port that was free a moment ago.
    for (int i = 0; i < 5 && mqtt.uri().getPort() == before; i++) {
      try (ServerSocket probe = new ServerSocket(0)) {
        mqtt.change("port", probe.getLocalPort());
        assertThat(mqtt.uri().getPort()).as("a port that is taken").isEqualTo(before);
      }
      mqtt.change("port", freePort());
    }
    assertThat(client.read()).isNull();
    mqtt.client(4, "b").ping();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  @Test
  void aRouterThatEndsTellsItsClients() {
    RawMqtt five = mqtt.client(5, "a");
    mqtt.core.close();
    five.expectClosed(0x8B);
  }
}
