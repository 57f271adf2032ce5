package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.mqtt.internal.RawMqtt.Packet;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Value;
import to.clasp.router.ParamStatus;

/** PUBLISH of clients: params, events, and how they are acknowledged. */
class PublishTest {
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;

  private final MqttFixture mqtt =
      MqttFixture.with(Map.of("events", new String[] {"other/+, cmd/#"}));

  @AfterEach
  void close() {
    mqtt.close();
  }

  private List<ParamStatus> params() {
    return mqtt.router().params(AddressPattern.parse("/**"), 100);
  }

  @Test
  void whatIsPublishedIsAParamUnderTheNamespace() {
    mqtt.client(4, "w").publish("home/t", "21.5").ping();
    assertThat(params())
        .singleElement()
        .satisfies(
            param -> {
              assertThat(param.address()).isEqualTo("/mqtt/home/t");
              assertThat(param.value()).isEqualTo(Value.of(21.5));
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void everyQualityIsAcknowledged(int version) {
    RawMqtt client = mqtt.client(version, "w");
    client.publish("a", "1", 2, 300);
    assertThat(client.expect(PUBACK).packetId()).isEqualTo(300);
    client.publish("a", "2", 4, 301);
    assertThat(client.expect(PUBREC).packetId()).isEqualTo(301);
    client.answer(PUBREL, 301);
    assertThat(client.expect(PUBCOMP).packetId()).isEqualTo(301);
    assertThat(params().get(0).revision()).isEqualTo(2);
  }

  @Test
  void aMessageWithQuality2ThatComesAgainTakesEffectOnce() {
    RawMqtt client = mqtt.client(4, "w");
    client.publish("a", "1", 4, 7).expect(PUBREC);
    client.publish("a", "1", 4 | 8, 7).expect(PUBREC);
    assertThat(params().get(0).revision()).isEqualTo(1);
    client.answer(PUBREL, 7).expect(PUBCOMP);
    client.answer(PUBREL, 7).expect(PUBCOMP);
    client.publish("a", "2", 4, 7).expect(PUBREC);
    assertThat(params().get(0).revision()).isEqualTo(2);
  }

  @Test
  void anEmptyRetainedMessageRemovesTheParamAndIsTold() {
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("a", "1", 1, 0).ping();
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("a", 0);
    reader.message();
    writer.publish("a", "", 1 | 2, 1).expect(PUBACK);
    assertThat(params()).isEmpty();
    assertThat(reader.message().payload()).isEmpty();
    RawMqtt late = mqtt.client(4, "late");
    late.subscribed("a", 0);
    late.nothingMore();
  }

  @Test
  void anEmptyRetainedMessageSetsNullIfConfiguredSo() {
    mqtt.change("emptyRetained", "null");
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("a", "1").publish("a", "", 1, 0).ping();
    assertThat(params().get(0).value()).isEqualTo(Value.Null.INSTANCE);
  }

  @Test
  void topicsOfConfiguredPatternsAreEvents() {
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("#", 1);
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("cmd/go", "now", 2, 5).expect(PUBACK);
    writer.publish("cmd/go", "now", 4, 6).expect(PUBREC);
    assertThat(params()).isEmpty();
    Packet told = reader.message();
    assertThat(told.payload()).isEqualTo("now");
    assertThat(told.retained()).isFalse();

    RawMqtt own = mqtt.client(5, "own");
    own.subscribed("cmd/#", 0);
    own.publish("cmd/x", "me");
    assertThat(own.message().payload5()).isEqualTo("me");
  }

  @Test
  void aRevisionThatIsExpectedIsComparedAndRevisionAndWriterAreTold() {
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("a", 0);
    RawMqtt writer = mqtt.client(5, "w");
    writer.publish("a", "1").ping();
    byte[] one = RawMqtt.bytes().u8(0x26).text("revision").text("1").done();
    writer.publish("a", "2", 2, 1, one);
    assertThat(writer.expect(PUBACK).body()).hasSize(2);
    writer.publish("a", "3", 2, 2, one);
    assertThat(writer.expect(PUBACK).body()).containsExactly(0, 2, 0x83);

    reader.message();
    String told =
        new String(reader.message().properties(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(told).contains("revision").contains("writer").contains("2");
    assertThat(told).contains(params().get(0).writer());
    reader.nothingMore();
  }

  @Test
  void messageExpiryIsTheTimeToLiveAndIsTold() {
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("a", 0);
    RawMqtt writer = mqtt.client(5, "w");
    writer.publish("a", "1", 0, 0, RawMqtt.bytes().u8(2).u32(1).done());
    assertThat(reader.message().properties()).containsSubsequence(2, 0, 0, 0, 1);
    // The param ends by itself and that is told.
    assertThat(reader.message().payload5()).isEqualTo("null");
    Await.until(() -> params().isEmpty());
  }

  @Test
  void whatASenderSaysAboutItsMessageIsPassedOn() {
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("a", 0);
    byte[] properties =
        RawMqtt.bytes()
            .u8(1, 1)
            .u8(3)
            .text("text/plain")
            .u8(8)
            .text("back/here")
            .u8(9)
            .text("id7")
            .u8(0x26)
            .text("k")
            .text("v")
            .done();
    mqtt.client(5, "w").publish("a", "1", 0, 0, properties);
    assertThat(reader.message().properties()).startsWith(properties);
  }

  @Test
  void aTopicAliasStandsForItsTopicBothWays() {
    RawMqtt reader = mqtt.connect(5);
    reader.connect("r", true, (byte) 0x22, (byte) 0, (byte) 1);
    assertThat(reader.connack()).isZero();
    reader.subscribed("#", 0);
    RawMqtt writer = mqtt.client(5, "w");
    byte[] alias = {0x23, 0, 1};
    writer.publish("long/topic", "1", 0, 0, alias).publish("", "2", 0, 0, alias);
    writer.publish("other", "3");

    Packet first = reader.message();
    assertThat(first.topic()).isEqualTo("long/topic");
    assertThat(first.properties()).containsSubsequence(0x23, 0, 1);
    Packet second = reader.message();
    assertThat(second.topic()).isEmpty();
    assertThat(second.payload5()).isEqualTo("2");
    assertThat(reader.message().topic()).isEqualTo("other");
    assertThat(params()).hasSize(2);
  }

  @Test
  void aPacketThatIsTooLargeForAClientIsNotSentToIt() {
    RawMqtt reader = mqtt.connect(5);
    reader.connect("r", true, (byte) 0x27, (byte) 0, (byte) 0, (byte) 1, (byte) 0);
    assertThat(reader.connack()).isZero();
    reader.subscribed("#", 1);
    RawMqtt writer = mqtt.client(5, "w");
    writer.publish("a", "x".repeat(300), 2, 1).publish("b", "y".repeat(300)).publish("c", "1");
    assertThat(reader.message().topic()).isEqualTo("c");
  }

  @Test
  void moreMessagesUnderWayThanAllowedEndTheConnection() {
    mqtt.change("receiveMaximum", 2);
    RawMqtt client = mqtt.client(5, "w");
    client.publish("a", "1", 4, 1).expect(PUBREC);
    client.publish("a", "1", 4, 2).expect(PUBREC);
    client.publish("a", "1", 4, 3);
    client.expectClosed(0x93);
  }

  @Test
  void aValueThatIsTooLargeForAParamIsRefusedWithAReason() {
    RawMqtt client = mqtt.client(5, "w");
    client.publish("a", "x".repeat(70_000), 2, 1);
    assertThat(client.expect(PUBACK).body()).containsExactly(0, 1, 0x99);
    RawMqtt three = mqtt.client(4, "x");
    three.publish("a", "x".repeat(70_000), 2, 1);
    assertThat(three.expect(PUBACK).body()).containsExactly(0, 1);
  }
}
