package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that are no MQTT: the connection ends for the right reason, and nobody else notices. */
class MalformedTest {
  private final MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void othersAreStillServed() {
    RawMqtt other = mqtt.client(4, "other");
    other.ping();
    mqtt.close();
  }

  static Stream<Arguments> packets() {
    return Stream.of(
        Arguments.of("length of five bytes", 0x81, new int[] {0x30, 255, 255, 255, 255, 1}),
        Arguments.of("too large", 0x95, new int[] {0x30, 255, 255, 255, 127}),
        Arguments.of("QoS 3", 0x81, new int[] {0x36, 5, 0, 1, 'a', 0, 1}),
        Arguments.of("QoS 0 again", 0x81, new int[] {0x38, 4, 0, 1, 'a', 0}),
        Arguments.of("packet identifier 0", 0x81, new int[] {0x32, 6, 0, 1, 'a', 0, 0, 0}),
        Arguments.of("no topic", 0x82, new int[] {0x30, 3, 0, 0, 0}),
        Arguments.of("topic cut off", 0x81, new int[] {0x30, 3, 0, 9, 'a'}),
        Arguments.of("topic with wildcard", 0x90, new int[] {0x30, 4, 0, 1, '#', 0}),
        Arguments.of("topic of no UTF-8", 0x90, new int[] {0x30, 4, 0, 1, 0xC3, 0}),
        Arguments.of("topic with character 0", 0x90, new int[] {0x30, 4, 0, 1, 0, 0}),
        Arguments.of("empty PUBLISH", 0x81, new int[] {0x30, 0}),
        Arguments.of("properties cut off", 0x81, new int[] {0x30, 5, 0, 1, 'a', 9, 1}),
        Arguments.of("unknown property", 0x82, new int[] {0x30, 6, 0, 1, 'a', 2, 0x7E, 1}),
        Arguments.of("property cut off", 0x81, new int[] {0x30, 6, 0, 1, 'a', 2, 0x02, 1}),
        Arguments.of("property twice", 0x82, new int[] {0x30, 8, 0, 1, 'a', 4, 1, 0, 1, 0}),
        Arguments.of("payload format 2", 0x82, new int[] {0x30, 6, 0, 1, 'a', 2, 1, 2}),
        Arguments.of("type no UTF-8", 0x81, new int[] {0x30, 8, 0, 1, 'a', 4, 3, 0, 1, 0xC3}),
        Arguments.of("type with 0", 0x81, new int[] {0x30, 8, 0, 1, 'a', 4, 3, 0, 1, 0}),
        Arguments.of("pair no UTF-8", 0x81, new int[] {0x30, 9, 0, 1, 'a', 5, 38, 0, 0, 0, 1, 0}),
        Arguments.of("answers to #", 0x82, new int[] {0x30, 8, 0, 1, 'a', 4, 8, 0, 1, '#'}),
        Arguments.of("alias 0", 0x94, new int[] {0x30, 7, 0, 1, 'a', 3, 0x23, 0, 0}),
        Arguments.of("alias too large", 0x94, new int[] {0x30, 7, 0, 1, 'a', 3, 0x23, 0, 200}),
        Arguments.of("alias not known", 0x82, new int[] {0x30, 6, 0, 0, 3, 0x23, 0, 5}),
        Arguments.of("PUBREL with flags", 0x81, new int[] {0x60, 2, 0, 1}),
        Arguments.of("PUBACK of one byte", 0x81, new int[] {0x40, 1, 0}),
        Arguments.of("SUBSCRIBE with flags", 0x81, new int[] {0x80, 7, 0, 1, 0, 0, 1, 'a', 0}),
        Arguments.of("SUBSCRIBE of nothing", 0x82, new int[] {0x82, 3, 0, 1, 0}),
        Arguments.of("SUBSCRIBE cut off", 0x81, new int[] {0x82, 4, 0, 1, 0, 0}),
        Arguments.of("UNSUBSCRIBE cut off", 0x81, new int[] {0xA2, 4, 0, 1, 0, 9}),
        Arguments.of("PINGREQ with content", 0x81, new int[] {0xC0, 1, 0}),
        Arguments.of("CONNACK", 0x82, new int[] {0x20, 2, 0, 0}),
        Arguments.of("type 0", 0x82, new int[] {0x00, 0}),
        Arguments.of("CONNECT again", 0x82, new int[] {0x10, 2, 0, 4}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packets")
  void endTheConnectionWithTheirReason(String what, int reason, int... packet) {
    RawMqtt five = mqtt.client(5, "five");
    five.raw(packet);
    five.expectClosed(reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x30, 0xC0, 0x00, 0xFF, 0x82})
  void nothingButConnectIsTakenFirst(int first) {
    RawMqtt client = mqtt.connect(4);
    client.raw(first, 0);
    assertThat(client.read()).isNull();
  }

  @Test
  void aBrokenConnectIsRefused() {
    RawMqtt flags = mqtt.connect(4);
    flags.send(0x10, flags.connectHead(1, 60).text("a").done());
    assertThat(flags.connack()).isNotZero();
    RawMqtt cut = mqtt.connect(5);
    cut.send(0x10, cut.connectHead(2, 60).u16(99).done());
    assertThat(cut.connack()).isEqualTo(0x81);
    RawMqtt nul = mqtt.connect(4);
    nul.send(0x10, nul.connectHead(2, 60).text("a\0").done());
    assertThat(nul.connack()).isNotZero();
    RawMqtt noText = mqtt.connect(5);
    noText.send(0x10, noText.connectHead(2, 60).u16(1).u8(0xC3).done());
    assertThat(noText.connack()).isEqualTo(0x81);
    RawMqtt qosOfNoWill = mqtt.connect(5);
    qosOfNoWill.connect("a", 2 | 8, 60);
    assertThat(qosOfNoWill.connack()).isEqualTo(0x81);
    RawMqtt noUser = mqtt.connect(4);
    noUser.send(0x10, noUser.connectHead(2 | 0x40, 60).text("a").text("x").done());
    assertThat(noUser.connack()).isNotZero();
    RawMqtt will = mqtt.connect(5);
    will.send(0x10, will.connectHead(2 | 4, 60).text("a").u8(0).text("a/#").text("x").done());
    assertThat(will.connack()).isEqualTo(0x90);
    RawMqtt window = mqtt.connect(5);
    window.connect("a", true, (byte) 0x21, (byte) 0, (byte) 0);
    assertThat(window.connack()).isEqualTo(0x82);
  }

  @Test
  void packetsMayComeByteByByteAndManyAtOnce() {
    RawMqtt client = mqtt.client(4, "a");
    byte[] publish = {0x32, 6, 0, 1, 'a', 0, 9, 'x'};
    for (byte each : publish) {
      client.write(each);
    }
    assertThat(client.expect(4).packetId()).isEqualTo(9);
    RawMqtt.Bytes many = RawMqtt.bytes();
    for (int i = 0; i < 5_000; i++) {
      many.raw(publish);
    }
    client.write(many.done());
    for (int i = 0; i < 5_000; i++) {
      client.expect(4);
    }
  }

  @Test
  void whatIsBufferedForOneClientIsBounded() {
    mqtt.change("maxPacketBytes", 1000);
    RawMqtt client = mqtt.client(5, "a");
    client.raw(0x30, 0xE9, 7);
    client.expectClosed(0x95);
  }

  @Test
  void randomBytesHarmNobody() {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      try (RawMqtt client = mqtt.client(4 + i % 2, "fuzz")) {
        byte[] noise = new byte[1 + random.nextInt(60)];
        random.nextBytes(noise);
        noise[0] = (byte) (random.nextInt(16) << 4 | random.nextInt(4));
        client.write(noise);
      }
    }
  }
}
