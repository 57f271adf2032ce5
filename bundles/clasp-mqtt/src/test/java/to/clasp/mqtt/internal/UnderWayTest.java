package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.mqtt.internal.RawMqtt.Packet;

/** What is under way, both ways: how much, and what becomes of it with the next connection. */
class UnderWayTest {
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final byte[] HOUR = {0x11, 0, 0, 14, 16};

  private MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void close() {
    mqtt.close();
  }

  private void with(Map<String, Object> settings) {
    mqtt.close();
    mqtt = MqttFixture.with(settings);
  }

  @Test
  void aSnapshotIsWholeHoweverSmallTheQueue() {
    with(Map.of("maxQueuedMessages", 10, "maxInflight", 5));
    RawMqtt writer = mqtt.client(4, "w");
    int count = 2_000;
    for (int i = 0; i < count; i++) {
      writer.publish("p/" + i, "1");
    }
    writer.ping();
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("#", 1);
    Set<String> told = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Packet each = reader.message();
      assertThat(each.retained()).isTrue();
      told.add(each.topic());
      reader.answer(PUBACK, each.packetId());
    }
    assertThat(told).hasSize(count);
    reader.nothingMore();
  }

  @Test
  void whatIsUnderWayIsBoundedInBytesToo() {
    with(Map.of("maxQueuedBytes", 10_000L));
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("a/#", 1);
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 1; i <= 3; i++) {
      writer.publish("a/" + i, "x".repeat(6_000), 2, i).expect(PUBACK);
    }
    int first = reader.message().packetId();
    int second = reader.message().packetId();
    reader.nothingMore();
    reader.answer(PUBACK, first).answer(PUBACK, second);
    assertThat(reader.message().topic()).isEqualTo("a/3");
  }

  @Test
  void whatWasUnderWayAndMayNotBeReadAnyMoreIsNotSentAgain() {
    mqtt.close();
    mqtt =
        MqttFixture.authenticatedBy(
            shown -> {
              List<Scope> scopes =
                  List.of(shown.token().split(",")).stream().map(Scope::parse).toList();
              return CompletableFuture.completedStage(new Grant("somebody", scopes));
            });
    RawMqtt reader = login("r", 0, "read:/**");
    reader.expect(2);
    reader.subscribed("#", 2);
    RawMqtt writer = login("w", 2, "write:/**");
    writer.expect(2);
    writer.publish("secret/1", "1", 2, 1).expect(PUBACK);
    writer.publish("secret/2", "2", 4, 2).expect(PUBREC);
    writer.publish("open/3", "3", 2, 3).expect(PUBACK);
    reader.message();
    int exactlyOnce = reader.message().packetId();
    reader.message();

    RawMqtt again = login("r", 0, "read:/mqtt/open/**");
    assertThat(again.expect(2).body()).containsExactly(1, 0);
    Packet first = again.read();
    Packet second = again.read();
    Packet release = first.type() == PUBREL ? first : second;
    Packet message = first.type() == PUBREL ? second : first;
    assertThat(release.packetId()).isEqualTo(exactlyOnce);
    assertThat(message.topic()).isEqualTo("open/3");
    again.answer(PUBCOMP, exactlyOnce).answer(PUBACK, message.packetId()).nothingMore();
  }

  private RawMqtt login(String id, int flags, String token) {
    RawMqtt client = mqtt.connect(4);
    return client.send(0x10, client.connectHead(flags | 0x80, 60).text(id).text(token).done());
  }

  @Test
  void aNewConnectionBeginsWithTheWholeReceiveMaximum() {
    with(Map.of("receiveMaximum", 2));
    RawMqtt writer = mqtt.connect(5);
    writer.connect("w", 0, 60, HOUR);
    assertThat(writer.connack()).isZero();
    writer.publish("a", "1", 4, 1).expect(PUBREC);
    writer.publish("a", "2", 4, 2).expect(PUBREC);
    RawMqtt again = mqtt.connect(5);
    again.connect("w", 0, 60, HOUR);
    assertThat(again.connack()).isZero();
    again.publish("a", "3", 4, 3).expect(PUBREC);
    again.publish("a", "4", 4, 4).expect(PUBREC);
    again.answer(PUBREL, 1).expect(PUBCOMP);
    again.publish("a", "5", 4, 5);
    again.expectClosed(0x93);
  }

  @Test
  void aSubscribeWithAFaultLeavesNothingBehind() {
    RawMqtt client = mqtt.connect(5);
    client.connect("a", 0, 60, HOUR);
    assertThat(client.connack()).isZero();
    RawMqtt.Bytes two = RawMqtt.bytes().u16(1).u8(0).text("a").u8(0).text("$share/g/b").u8(4);
    client.send(0x82, two.done());
    client.expectClosed(0x82);
    mqtt.client(4, "other").ping();
    assertThat(mqtt.router().status().subscriptions()).isZero();
  }
}
