package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.mqtt.internal.RawMqtt.Packet;

/** SUBSCRIBE: what is there already, what comes live, and how. */
class SubscribeTest {
  private static final int NO_LOCAL = 4;
  private static final int AS_PUBLISHED = 8;
  private static final int ONLY_NEW = 16;
  private static final int NEVER_RETAINED = 32;

  private final MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void close() {
    mqtt.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void subackComesFirstThenTheParamsAsRetainedThenWhatIsLive(int version) {
    RawMqtt writer = mqtt.client(version, "w");
    writer.publish("home/t", "21.5").publish("home/u", "on").publish("other", "1").ping();
    RawMqtt reader = mqtt.client(version, "r");

    assertThat(reader.subscribed("home/+", 0)).isZero();
    Map<String, Boolean> retained = new TreeMap<>();
    for (Packet each : new Packet[] {reader.message(), reader.message()}) {
      retained.put(each.topic(), each.retained());
    }
    assertThat(retained).containsExactly(Map.entry("home/t", true), Map.entry("home/u", true));

    writer.publish("home/t", "22", 1, 0);
    Packet live = reader.message();
    assertThat(live.retained()).isFalse();
    assertThat(version == 5 ? live.payload5() : live.payload()).isEqualTo("22");
    reader.nothingMore();
  }

  @Test
  void aDeepFilterAlsoStandsForItsParentAndTopicsWithGlobCharactersAreTakenLiterally() {
    RawMqtt writer = mqtt.client(4, "w");
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("a/#", 0);
    reader.subscribed("x[1]/+", 0);
    writer.publish("a", "1").publish("a/b", "2").publish("ab", "3");
    writer.publish("x1/y", "4").publish("x[1]/{y}?", "5").publish("a/*", "6");

    assertThat(reader.message().topic()).isEqualTo("a");
    assertThat(reader.message().topic()).isEqualTo("a/b");
    assertThat(reader.message().topic()).isEqualTo("x[1]/{y}?");
    assertThat(reader.message().topic()).isEqualTo("a/*");
  }

  @Test
  void emptyLevelsComeBackAsTheyWere() {
    RawMqtt writer = mqtt.client(4, "w");
    RawMqtt reader = mqtt.client(4, "r");
    assertThat(reader.subscribed("/a/#", 0)).isZero();
    writer.publish("a/b", "no").publish("/a//b", "yes");
    assertThat(reader.message().topic()).isEqualTo("/a//b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+", "#/a", "", "$share/x"})
  void anInvalidFilterIsRefusedAndTheConnectionGoesOn(String filter) {
    assertThat(mqtt.client(4, "r").subscribed(filter, 0)).isEqualTo(0x80);
    assertThat(mqtt.client(5, "s").subscribed(filter, 0)).isEqualTo(0x8F);
  }

  @Test
  void aMessageComesOnceWithTheHighestQualityAndAllNumbersThatMatch() {
    RawMqtt writer = mqtt.client(4, "w");
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("a/+", 0, (byte) 0x0B, (byte) 1);
    assertThat(reader.subscribed("#", 1, (byte) 0x0B, (byte) 2)).isEqualTo(1);

    writer.publish("a/b", "x", 2, 9);
    writer.expect(4);

    Packet message = reader.message();
    assertThat(message.qos()).isEqualTo(1);
    assertThat(message.properties()).containsSubsequence(0x0B, 1, 0x0B, 2);
    reader.answer(4, message.packetId()).nothingMore();
  }

  @Test
  void whatIsAskedForInOneGoIsDoneInItsOrder() {
    RawMqtt reader = mqtt.client(4, "r");
    reader.write(
        RawMqtt.bytes()
            .u8(0x82, 6)
            .u16(1)
            .text("a")
            .u8(0)
            .u8(0xA2, 5)
            .u16(2)
            .text("a")
            .u8(0x82, 6)
            .u16(3)
            .text("b")
            .u8(0)
            .u8(0xA2, 5)
            .u16(4)
            .text("b")
            .u8(0x82, 10)
            .u16(5)
            .text("b")
            .u8(0)
            .text("b")
            .u8(0)
            .done());
    for (int type : new int[] {9, 11, 9, 11, 9}) {
      reader.expect(type);
    }
    mqtt.client(4, "w").publish("a", "1").publish("b", "2").ping();
    assertThat(reader.message().topic()).isEqualTo("b");
    reader.nothingMore();
    assertThat(mqtt.router().status().subscriptions()).isEqualTo(1);
    reader.send(0xA2, RawMqtt.bytes().u16(6).text("b").done()).expect(11);
    reader.ping();
    assertThat(mqtt.router().status().subscriptions()).isZero();
  }

  @Test
  void theQualityIsTheLowerOfBothSides() {
    RawMqtt reader = mqtt.client(4, "r");
    assertThat(reader.subscribed("#", 2)).isEqualTo(2);
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("a", "0").publish("a", "1", 2, 1).publish("a", "2", 4, 2);
    assertThat(reader.message().qos()).isZero();
    assertThat(reader.message().qos()).isEqualTo(1);
    assertThat(reader.message().qos()).isEqualTo(2);
  }

  @Test
  void theSameFilterReplacesAndUnsubscribeReallyEnds() {
    RawMqtt writer = mqtt.client(4, "w");
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("a/#", 1);
    reader.subscribed("a/#", 0);
    writer.publish("a/b", "1", 2, 1);
    assertThat(reader.message().qos()).isZero();

    reader.send(0xA2, RawMqtt.bytes().u16(3).u8(0).text("a/#").text("no").done());
    byte[] codes = reader.expect(11).body();
    assertThat(codes).endsWith(0, 0x11);
    writer.expect(4);
    writer.publish("a/b", "2").ping();
    reader.nothingMore();
  }

  @Test
  void version3EchoesOnlyIfConfiguredVersion5UnlessNoLocal() {
    RawMqtt three = mqtt.client(4, "three");
    three.subscribed("a", 0);
    three.publish("a", "1").nothingMore();
    mqtt.change("echo", true);
    RawMqtt echoing = mqtt.client(4, "echoing");
    echoing.subscribed("b", 0);
    echoing.publish("b", "2");
    assertThat(echoing.message().payload()).isEqualTo("2");

    RawMqtt five = mqtt.client(5, "five");
    five.subscribed("c", 0);
    five.publish("c", "3");
    assertThat(five.message().payload5()).isEqualTo("3");
    five.subscribed("d", NO_LOCAL);
    five.publish("d", "4").nothingMore();
  }

  @Test
  void retainHandlingAndRetainAsPublishedAreHonoured() {
    RawMqtt writer = mqtt.client(5, "w");
    writer.publish("a", "1").ping();
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("a", NEVER_RETAINED);
    reader.nothingMore();
    reader.subscribed("a", ONLY_NEW);
    reader.nothingMore();
    reader.subscribed("a", AS_PUBLISHED);
    assertThat(reader.message().retained()).isTrue();
    writer.publish("a", "2", 1, 0).publish("a", "3");
    assertThat(reader.message().retained()).isTrue();
    assertThat(reader.message().retained()).isFalse();

    RawMqtt fresh = mqtt.client(5, "n");
    fresh.subscribed("a", ONLY_NEW);
    assertThat(fresh.message().payload5()).isEqualTo("3");
  }

  @Test
  void oneSubscribeMayHaveManyFilters() {
    RawMqtt reader = mqtt.client(4, "r");
    reader.send(
        0x82, RawMqtt.bytes().u16(5).text("a").u8(0).text("+x").u8(1).text("b/#").u8(2).done());
    assertThat(reader.expect(9).body()).containsExactly(0, 5, 0, 0x80, 2);
  }

  @Test
  void aWildcardDoesNotStandForTopicsOfTheServerWhichTellAboutItself() {
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("$other/a", "1").publish("$SYS/broker/uptime", "forged").ping();
    RawMqtt all = mqtt.client(4, "all");
    all.subscribed("#", 0);
    all.nothingMore();
    all.subscribed("$other/#", 0);
    assertThat(all.message().topic()).isEqualTo("$other/a");

    RawMqtt system = mqtt.client(4, "s");
    system.subscribed("$SYS/broker/clients/+", 0);
    Map<String, String> told = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      Packet each = system.message();
      told.put(each.topic(), each.payload());
    }
    assertThat(told).containsEntry("$SYS/broker/clients/connected", "3");
    system.nothingMore();
    system.subscribed("$SYS/broker/publish/messages/refused", 0);
    assertThat(system.message().payload()).isEqualTo("1");
  }

  @Test
  void aSharedSubscriptionGivesEachMessageToOneMember() {
    RawMqtt one = mqtt.client(5, "one");
    RawMqtt two = mqtt.client(4, "two");
    assertThat(one.subscribed("$share/g/work/#", 1)).isEqualTo(1);
    assertThat(two.subscribed("$share/g/work/#", 1)).isEqualTo(1);
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 0; i < 4; i++) {
      writer.publish("work/" + i, "x", 2, i + 1);
      writer.expect(4);
    }

    assertThat(one.message().topic()).isEqualTo("work/0");
    assertThat(two.message().topic()).isEqualTo("work/1");
    assertThat(one.message().topic()).isEqualTo("work/2");
    assertThat(two.message().topic()).isEqualTo("work/3");

    two.close();
    writer.publish("work/4", "x", 2, 5).expect(4);
    writer.publish("work/5", "x", 2, 6).expect(4);
    assertThat(one.message().topic()).startsWith("work/");
  }

  @Test
  void aGroupForWhichThereIsNoRoomIsRefused() {
    try (MqttFixture full = MqttFixture.with(Map.of(), Map.of("maxSessions", 1))) {
      assertThat(full.client(5, "only").subscribed("$share/g/a", 0)).isEqualTo(0x97);
    }
  }

  @Test
  void aSharedSubscriptionGivesNothingRetainedAndAllowsNoNoLocal() {
    mqtt.client(4, "w").publish("a", "1").ping();
    RawMqtt member = mqtt.client(5, "m");
    member.subscribed("$share/g/a", 0);
    member.nothingMore();
    member.subscribe(9, "$share/g/b", NO_LOCAL);
    member.expectClosed(0x82);
  }
}
