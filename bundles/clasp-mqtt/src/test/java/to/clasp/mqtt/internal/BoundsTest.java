package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client can have the server keep for it. */
class BoundsTest {
  private final MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void close() {
    mqtt.close();
  }

  private static void sendOften(RawMqtt to, byte[] bytes, int times, AtomicInteger sent) {
    try {
      while (sent.get() < times) {
        to.write(bytes);
        sent.incrementAndGet();
      }
    } catch (UncheckedIOException closed) {
      // the test is over
    }
  }

  /** Answers to PINGREQ do not pass through the router, which would stop reading. */
  @Test
  void whoDoesNotReadAnswersIsNotReadEither() throws Exception {
    RawMqtt client = mqtt.client(4, "a");
    RawMqtt.Bytes pings = RawMqtt.bytes();
    for (int i = 0; i < 50_000; i++) {
      pings.u8(0xC0, 0);
    }
    AtomicInteger sent = new AtomicInteger();
    int all = 600;
    Thread flood = new Thread(() -> sendOften(client, pings.done(), all, sent));
    flood.start();
    int before;
    do {
      before = sent.get();
      flood.join(1500);
    } while (sent.get() > before);
    assertThat(before).as("parts of 100 kB that were taken").isLessThan(all / 3);
    client.close();
    flood.join(5000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$SYS/x", "$share/x"})
  void aClientHasNoEndlessNumberOfSubscriptionsThatTheRouterDoesNotCount(String prefix) {
    RawMqtt client = mqtt.client(5, "a");
    int code = 0;
    int made = 0;
    while (code == 0 && made < 1000) {
      code = client.subscribed(prefix + made++ + "/y", 0);
    }
    assertThat(code).isEqualTo(0x97);
    assertThat(made).isEqualTo(101);
    assertThat(client.subscribed(prefix + "0/y", 0)).as("one that is there already").isZero();
    assertThat(client.subscribed("y", 0)).isZero();
  }

  @Test
  void aSubscribeWithVeryManyFiltersIsAnswered() {
    RawMqtt client = mqtt.client(5, "a");
    RawMqtt.Bytes filters = RawMqtt.bytes().u16(1).u8(0);
    int count = 35_000;
    for (int i = 0; i < count; i++) {
      filters.text(Integer.toString(i, 36)).u8(0);
    }
    client.send(0x82, filters.done());
    assertThat(client.expect(9).body()).hasSize(3 + count);
  }

  @Test
  void whatAMemberOfAGroupDoesNotReadIsDropped() throws Exception {
    RawMqtt slow = mqtt.client(4, "slow");
    slow.subscribed("$share/g/#", 0);
    RawMqtt writer = mqtt.client(4, "w");
    String filling = "x".repeat(10_000);
    for (int i = 1; i <= 2_000; i++) {
      writer.publish("p/" + i % 10, filling);
    }
    writer.ping();
    assertThat(mqtt.registry.counters().publishesDropped.sum()).isPositive();
  }
}
