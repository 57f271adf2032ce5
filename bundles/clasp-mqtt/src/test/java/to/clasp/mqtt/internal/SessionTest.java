package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.mqtt.internal.RawMqtt.Packet;

/** Sessions that outlive connections, what waits for them, and wills. */
class SessionTest {
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int WILL = 4;
  private static final byte[] HOUR = {0x11, 0, 0, 14, 16};

  private MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void close() {
    mqtt.close();
  }

  /** Connects with a session that is kept; whether there was one. */
  private boolean keep(RawMqtt client, String id) {
    client.connect(id, client.version == 5 ? 0 : 0, 60, client.version == 5 ? HOUR : new byte[0]);
    byte[] answer = client.expect(2).body();
    assertThat(answer[1]).isZero();
    return answer[0] == 1;
  }

  /** Cuts a client off that keeps its session, and waits until that is noticed. */
  private void goneFor(RawMqtt client) {
    client.close();
    Await.until(() -> told("disconnected").equals("1"));
  }

  /** What the server says about its clients, told to nobody else. */
  private String told(String what) {
    try (RawMqtt watcher = mqtt.connect(4)) {
      watcher.connect("", true);
      watcher.connack();
      watcher.subscribed("$SYS/broker/clients/" + what, 0);
      int count = Integer.parseInt(watcher.message().payload());
      return Integer.toString(what.equals("disconnected") ? count : count - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatIsPublishedWhileTheClientIsAwayWaitsInOrder(int version) {
    RawMqtt reader = mqtt.connect(version);
    assertThat(keep(reader, "r")).isFalse();
    reader.subscribed("a/#", 1);
    goneFor(reader);
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 1; i <= 5; i++) {
      writer.publish("a/b", "" + i, 2, i).expect(PUBACK);
    }
    writer.publish("a/b", "without quality").ping();

    RawMqtt again = mqtt.connect(version);
    assertThat(keep(again, "r")).isTrue();
    for (int i = 1; i <= 5; i++) {
      Packet message = again.message();
      assertThat(version == 5 ? message.payload5() : message.payload()).isEqualTo("" + i);
      assertThat(message.qos()).isEqualTo(1);
      again.answer(PUBACK, message.packetId());
    }
    again.nothingMore();
    writer.publish("a/c", "live").ping();
    assertThat(again.message().topic()).isEqualTo("a/c");
  }

  @Test
  void aCleanStartForgetsTheSession() {
    RawMqtt reader = mqtt.connect(4);
    keep(reader, "r");
    reader.subscribed("a", 1);
    goneFor(reader);
    RawMqtt clean = mqtt.connect(4);
    clean.connect("r", true);
    assertThat(clean.expect(2).body()).containsExactly(0, 0);
    mqtt.client(4, "w").publish("a", "1").ping();
    clean.nothingMore();
    clean.close();
    RawMqtt later = mqtt.connect(4);
    assertThat(keep(later, "r")).isFalse();
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgain() {
    RawMqtt reader = mqtt.connect(4);
    keep(reader, "r");
    reader.subscribed("a", 2);
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("a", "1", 2, 1).expect(PUBACK);
    writer.publish("a", "2", 4, 2).expect(PUBREC);
    writer.publish("a", "3", 4, 3).expect(PUBREC);
    Packet one = reader.message();
    Packet two = reader.message();
    Packet three = reader.message();
    reader.answer(PUBREC, three.packetId()).expect(PUBREL);
    goneFor(reader);

    RawMqtt again = mqtt.connect(4);
    keep(again, "r");
    Packet first = again.message();
    assertThat(first.duplicate()).isTrue();
    assertThat(first.packetId()).isEqualTo(one.packetId());
    assertThat(again.message().packetId()).isEqualTo(two.packetId());
    assertThat(again.expect(PUBREL).packetId()).isEqualTo(three.packetId());
    again.answer(PUBACK, one.packetId());
    again.answer(PUBREC, two.packetId()).expect(PUBREL);
    again.answer(PUBCOMP, two.packetId()).answer(PUBCOMP, three.packetId()).nothingMore();
  }

  @Test
  void aClientGetsNoMoreUnderWayThanItAsksFor() {
    RawMqtt reader = mqtt.connect(5);
    reader.connect("r", true, (byte) 0x21, (byte) 0, (byte) 2);
    assertThat(reader.connack()).isZero();
    reader.subscribed("a", 1);
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 1; i <= 4; i++) {
      writer.publish("a", "" + i, 2, i).expect(PUBACK);
    }
    int first = reader.message().packetId();
    reader.message();
    reader.nothingMore();
    reader.answer(PUBACK, first);
    assertThat(reader.message().payload5()).isEqualTo("3");
    reader.nothingMore();
  }

  @Test
  void whatDoesNotFitTheQueueOfAClientThatIsAwayBecomesTheNewestValueOfEachParam() {
    mqtt.change("maxQueuedMessages", 3);
    RawMqtt reader = mqtt.connect(4);
    keep(reader, "r");
    reader.subscribed("#", 1);
    goneFor(reader);
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 1; i <= 100; i++) {
      writer.publish("a", "" + i, 2, i).expect(PUBACK);
    }
    RawMqtt again = mqtt.connect(4);
    keep(again, "r");
    String[] got = new String[4];
    for (int i = 0; i < 4; i++) {
      Packet message = again.message();
      got[i] = message.payload();
      again.answer(PUBACK, message.packetId());
    }
    assertThat(got).containsExactly("1", "2", "3", "100");
    again.nothingMore();
  }

  @Test
  void aSessionExpires() {
    RawMqtt reader = mqtt.connect(5);
    reader.connect("r", 0, 60, new byte[] {0x11, 0, 0, 0, 1});
    assertThat(reader.connack()).isZero();
    reader.close();
    Await.until(() -> told("total").equals("0"));
    assertThat(keep(mqtt.connect(5), "r")).isFalse();
  }

  @Test
  void aSessionThatExpiresWithAFullQueueLeavesNothingBehind() {
    mqtt.change("maxQueuedMessages", 1);
    RawMqtt reader = mqtt.connect(5);
    reader.connect("r", 0, 60, new byte[] {0x11, 0, 0, 0, 1});
    assertThat(reader.connack()).isZero();
    reader.subscribed("#", 1);
    reader.close();
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 1; i <= 50; i++) {
      writer.publish("a/" + i, "x", 2, i).expect(PUBACK);
    }
    Await.until(() -> mqtt.router().sessions(9).size() == 1);
    Await.until(() -> mqtt.router().status().subscriptions() == 0);
  }

  @Test
  void aNewerConnectionTakesTheSessionOver() {
    RawMqtt old = mqtt.connect(5);
    keep(old, "r");
    old.subscribed("a", 0);
    RawMqtt next = mqtt.connect(5);
    assertThat(keep(next, "r")).isTrue();
    old.expectClosed(0x8E);
    mqtt.client(4, "w").publish("a", "1").ping();
    assertThat(next.message().payload5()).isEqualTo("1");
  }

  private RawMqtt withWill(int version, String id, int flags, byte[] connect, byte... properties) {
    RawMqtt client = mqtt.connect(version);
    RawMqtt.Bytes body = client.connectHead(flags | WILL, 60, connect).text(id);
    if (version == 5) {
      body.u8(properties.length).raw(properties);
    }
    client.send(0x10, body.text("status/" + id).text("gone").done());
    assertThat(client.connack()).isZero();
    return client;
  }

  @Test
  void theWillOfAClientThatVanishesIsPublishedAndThatOfOneThatLeavesIsNot() {
    RawMqtt watcher = mqtt.client(4, "watcher");
    watcher.subscribed("status/#", 1);
    RawMqtt leaving = withWill(4, "leaving", 2 | 8, new byte[0]);
    leaving.send(0xE0);
    assertThat(leaving.read()).isNull();
    withWill(4, "lost", 2 | 8, new byte[0]).close();
    Packet will = watcher.message();
    assertThat(will.topic()).isEqualTo("status/lost");
    assertThat(will.payload()).isEqualTo("gone");
    assertThat(will.qos()).isEqualTo(1);
    RawMqtt five = withWill(5, "five", 2, new byte[0]);
    five.send(0xE0, (byte) 4, (byte) 0);
    assertThat(watcher.message().topic()).isEqualTo("status/five");
  }

  @Test
  void theWillIsPublishedWhenTheSessionIsTakenOver() {
    RawMqtt watcher = mqtt.client(4, "watcher");
    watcher.subscribed("status/#", 0);
    withWill(4, "three", 0, new byte[0]);
    assertThat(keep(mqtt.connect(4), "three")).isTrue();
    assertThat(watcher.message().topic()).isEqualTo("status/three");
    withWill(5, "five", 0, HOUR);
    assertThat(keep(mqtt.connect(5), "five")).isTrue();
    assertThat(watcher.message().topic()).isEqualTo("status/five");
  }

  @Test
  void whoComesBackIsSentNoMoreAgainThanItAsksForNow() {
    RawMqtt reader = mqtt.connect(5);
    keep(reader, "r");
    reader.subscribed("a", 1);
    RawMqtt writer = mqtt.client(4, "w");
    for (int i = 1; i <= 4; i++) {
      writer.publish("a", "" + i, 2, i).expect(PUBACK);
      reader.message();
    }
    reader.close();
    RawMqtt again = mqtt.connect(5);
    again.connect("r", 0, 60, new byte[] {0x11, 0, 0, 14, 16, 0x21, 0, 2});
    assertThat(again.connack()).isZero();
    int first = again.message().packetId();
    int second = again.message().packetId();
    again.nothingMore();
    writer.publish("a", "5", 2, 5).expect(PUBACK);
    again.nothingMore();
    again.answer(PUBACK, first).answer(PUBACK, second);
    for (int i = 3; i <= 5; i++) {
      Packet message = again.message();
      assertThat(message.payload5()).isEqualTo("" + i);
      assertThat(message.duplicate()).isEqualTo(i < 5);
      again.answer(PUBACK, message.packetId());
    }
    again.nothingMore();
  }

  @Test
  void aClientThatComesBackInTimeHasNoWillPublished() {
    RawMqtt watcher = mqtt.client(4, "watcher");
    watcher.subscribed("status/#", 0);
    withWill(5, "back", 0, HOUR, new byte[] {0x18, 0, 0, 0, 3}).close();
    RawMqtt back = mqtt.connect(5);
    Await.until(() -> told("disconnected").equals("1"));
    assertThat(keep(back, "back")).isTrue();

    // The will of the first one would be published before that of this one.
    withWill(5, "late", 0, HOUR, new byte[] {0x18, 0, 0, 0, 4}).close();
    assertThat(watcher.message().topic()).isEqualTo("status/late");
    watcher.nothingMore();
  }

  @Test
  void aSessionIsFoundAgainFromAnyLoop() {
    mqtt.close();
    mqtt = MqttFixture.onLoops(3);
    RawMqtt writer = mqtt.client(4, "w");
    RawMqtt reader = mqtt.connect(4);
    keep(reader, "r");
    reader.subscribed("a", 1);
    for (int i = 1; i <= 6; i++) {
      reader.close();
      reader = mqtt.connect(4);
      assertThat(keep(reader, "r")).isTrue();
      writer.publish("a", "" + i, 2, i).expect(PUBACK);
      Packet message = reader.message();
      assertThat(message.payload()).isEqualTo("" + i);
      reader.answer(PUBACK, message.packetId()).ping();
    }
  }

  @Test
  void theRouterShowsTheSessionsAndTheirPeers() {
    mqtt.client(4, "lamp-7").publish("a", "1").ping();
    assertThat(mqtt.router().sessions(10))
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.name()).isEqualTo("mqtt:lamp-7");
              assertThat(session.transport()).isEqualTo("mqtt");
              assertThat(session.remote()).startsWith("127.0.0.1:");
              assertThat(session.messagesIn()).isEqualTo(1);
            });
    assertThat(mqtt.router().status().counters().messagesIn()).isEqualTo(Map.of("SET", 1L));
  }
}
