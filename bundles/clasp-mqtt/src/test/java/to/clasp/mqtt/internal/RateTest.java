package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that send faster than they may: what is acknowledged was taken, and what was not taken is
 * not acknowledged.
 */
class RateTest {
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int COUNT = 40;
  private static final byte[] HOUR = {0x11, 0, 0, 14, 16};

  private MqttFixture mqtt = limited(30);

  @AfterEach
  void close() {
    mqtt.close();
  }

  private static MqttFixture limited(int perSecond) {
    return MqttFixture.with(
        Map.of("events", new String[] {"cmd/#"}), Map.of("maxMessagesPerSecond", perSecond));
  }

  /** Many messages that arrive together. */
  private static byte[] burst(int version, String topic, int qos) {
    RawMqtt.Bytes all = RawMqtt.bytes();
    for (int i = 1; i <= COUNT; i++) {
      byte[] name = topic.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      String payload = Integer.toString(100 + i);
      int length = 2 + name.length + 2 + (version == 5 ? 1 : 0) + payload.length();
      all.u8(0x30 | qos << 1, length).text(topic).u16(i);
      if (version == 5) {
        all.u8(0);
      }
      all.raw(payload.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    return all.done();
  }

  @ParameterizedTest
  @CsvSource({"cmd/x, 1", "cmd/x, 2", "value, 1", "value, 2"})
  void version5IsToldOfEachMessageThatWasNotTaken(String topic, int qos) {
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("#", qos);
    RawMqtt writer = mqtt.client(5, "w");
    writer.write(burst(5, topic, qos));
    int taken = 0;
    for (int i = 1; i <= COUNT; i++) {
      byte[] answer = writer.expect(qos == 1 ? PUBACK : PUBREC).body();
      assertThat(answer[1]).isEqualTo((byte) i);
      if (answer.length == 2) {
        taken++;
      } else {
        assertThat(answer[2] & 0xFF).isEqualTo(0x97);
      }
    }
    assertThat(taken).isBetween(1, COUNT - 1);
    for (int i = 0; i < taken; i++) {
      reader.message();
    }
    reader.nothingMore();
  }

  /** It has no way to be told, so it is slowed down. */
  @ParameterizedTest
  @CsvSource({"cmd/x, 1", "cmd/x, 2", "value, 1", "value, 2"})
  void version3IsSlowedDownUntilEachMessageWasTakenInItsOrder(String topic, int qos) {
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("#", qos);
    RawMqtt writer = mqtt.client(4, "w");
    writer.write(burst(4, topic, qos));
    for (int i = 1; i <= COUNT; i++) {
      assertThat(writer.expect(qos == 1 ? PUBACK : PUBREC).packetId()).isEqualTo(i);
    }
    for (int i = 1; i <= COUNT; i++) {
      assertThat(reader.message().payload()).isEqualTo(Integer.toString(100 + i));
    }
    reader.nothingMore();
    assertThat(mqtt.registry.counters().publishesRefused.sum()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void withoutQualityWhatIsTooMuchIsDroppedAndCounted(int version) {
    RawMqtt writer = mqtt.client(version, "w");
    for (int i = 0; i < COUNT; i++) {
      writer.publish("cmd/x", "1");
    }
    writer.ping();
    assertThat(mqtt.registry.counters().publishesRefused.sum()).isBetween(1L, COUNT - 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"will", "cmd/will"})
  void theWillOfAClientThatWasTooFastIsPublishedAllTheSame(String topic) {
    mqtt.close();
    mqtt = limited(10);
    RawMqtt watcher = mqtt.client(4, "watcher");
    watcher.subscribed("+", 0);
    watcher.subscribed("cmd/will", 0);
    RawMqtt lost = mqtt.connect(4);
    lost.send(0x10, lost.connectHead(2 | 4, 60).text("lost").text(topic).text("gone").done());
    assertThat(lost.connack()).isZero();
    for (int i = 0; i < COUNT; i++) {
      lost.publish("cmd/x", "1");
    }
    lost.ping().close();
    assertThat(watcher.message().topic()).isEqualTo(topic);
  }

  @Test
  void whatWaitedWhenTheConnectionEndedIsTakenWhenItComesAgain() {
    mqtt.close();
    mqtt = limited(1);
    RawMqtt writer = mqtt.connect(5);
    writer.connect("w", 0, 60, HOUR);
    assertThat(writer.connack()).isZero();
    writer.close();
    RawMqtt three = mqtt.connect(4);
    three.connect("w", false);
    assertThat(three.expect(2).body()).containsExactly(1, 0);
    three.publish("a", "1", 4, 1).publish("a", "2", 4, 2);
    assertThat(three.expect(PUBREC).packetId()).isEqualTo(1);
    three.close();
    RawMqtt again = mqtt.connect(4);
    again.connect("w", false);
    assertThat(again.expect(2).body()).containsExactly(1, 0);
    again.answer(PUBREL, 1).expect(PUBCOMP);
    again.publish("a", "2", 4 | 8, 2);
    assertThat(again.expect(PUBREC).packetId()).isEqualTo(2);
    assertThat(mqtt.router().status().params()).isEqualTo(1);
  }
}
