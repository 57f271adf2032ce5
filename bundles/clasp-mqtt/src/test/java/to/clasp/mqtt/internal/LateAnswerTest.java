package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The router answers when the client is connected anew already. */
class LateAnswerTest {
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int QOS_2 = 4;
  private static final int AGAIN = 8;
  private static final byte[] HOUR = {0x11, 0, 0, 14, 16};

  private final SlowRouter router = new SlowRouter();
  private final MqttFixture mqtt = MqttFixture.behind(router::before);

  @AfterEach
  void close() {
    mqtt.close();
  }

  private RawMqtt connected(int version) {
    RawMqtt client = mqtt.connect(version);
    client.connect("w", 0, 60, version == 5 ? HOUR : new byte[0]);
    assertThat(client.connack()).isZero();
    return client;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void whatCameAgainBeforeTheAnswerIsAnsweredOnTheNewConnection(int version) {
    try (RawMqtt first = connected(version)) {
      first.publish("a", "1", QOS_2, 7).ping();
      RawMqtt second = connected(version);
      second.publish("a", "1", QOS_2 | AGAIN, 7).ping();
      assertThat(router.proceed()).isOne();
      assertThat(second.expect(PUBREC).packetId()).isEqualTo(7);
      second.answer(PUBREL, 7).expect(PUBCOMP);
      second.nothingMore();
    }
  }

  @Test
  void whatComesAgainAfterTheAnswerIsAnsweredOnce() {
    try (RawMqtt first = connected(4)) {
      first.publish("a", "1", QOS_2, 7).ping();
      RawMqtt second = connected(4);
      assertThat(router.proceed()).isOne();
      second.ping();
      second.publish("a", "1", QOS_2 | AGAIN, 7);
      assertThat(second.expect(PUBREC).packetId()).isEqualTo(7);
      second.answer(PUBREL, 7).expect(PUBCOMP);
      assertThat(router.proceed()).isZero();
    }
  }
}
