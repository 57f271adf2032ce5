package to.clasp.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others have written: Eclipse Paho for MQTT 3 and 5. */
class PahoTest {
  private final MqttFixture mqtt = MqttFixture.open();
  private final BlockingQueue<String> got = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    mqtt.close();
  }

  private String uri() {
    return "tcp://127.0.0.1:" + mqtt.uri().getPort();
  }

  private String next() throws InterruptedException {
    String next = got.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("a message within 10 s").isNotNull();
    return next;
  }

  @ParameterizedTest
  @ValueSource(ints = {MqttConnectOptions.MQTT_VERSION_3_1, MqttConnectOptions.MQTT_VERSION_3_1_1})
  void version3ExchangesMessagesOfEveryQualityAndAWill(int version) throws Exception {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(version);
    options.setCleanSession(false);
    options.setConnectionTimeout(10);
    var reader = new org.eclipse.paho.client.mqttv3.MqttClient(uri(), "reader", null);
    reader.connect(options);
    reader.subscribe(
        "a/#",
        2,
        (topic, message) ->
            got.add(topic + " " + new String(message.getPayload(), UTF_8) + message.getQos()));
    var writer = new org.eclipse.paho.client.mqttv3.MqttClient(uri(), "writer", null);
    writer.connect(options);
    for (int qos = 0; qos < 3; qos++) {
      writer.publish("a/b", ("m" + qos).getBytes(UTF_8), qos, true);
      assertThat(next()).isEqualTo("a/b m" + qos + qos);
    }
    MqttConnectOptions dying = new MqttConnectOptions();
    dying.setMqttVersion(version);
    dying.setWill("a/will", "gone".getBytes(UTF_8), 1, true);
    var lost = new org.eclipse.paho.client.mqttv3.MqttClient(uri(), "lost", null);
    lost.connect(dying);
    lost.disconnectForcibly(0, 0, false);
    lost.close();
    assertThat(next()).isEqualTo("a/will gone1");

    reader.disconnect();
    writer.publish("a/kept", "1".getBytes(UTF_8), 1, false);
    reader.connect(options);
    assertThat(next()).isEqualTo("a/kept 11");
    reader.disconnect();
    writer.disconnect();
    reader.close();
    writer.close();
  }

  @Test
  void version5ExchangesMessagesOfEveryQualityAndTheirProperties() throws Exception {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setReceiveMaximum(5);
    options.setSessionExpiryInterval(60L);
    options.setCleanStart(false);
    var reader = new org.eclipse.paho.mqttv5.client.MqttClient(uri(), "reader5", null);
    reader.connect(options);
    IMqttMessageListener listener =
        (topic, message) -> {
          List<UserProperty> pairs = message.getProperties().getUserProperties();
          String own =
              pairs.stream()
                  .filter(pair -> pair.getKey().equals("k"))
                  .map(UserProperty::getValue)
                  .findFirst()
                  .orElse("-");
          got.add(
              "%s %s %d %s %s"
                  .formatted(
                      topic,
                      new String(message.getPayload(), UTF_8),
                      message.getQos(),
                      message.getProperties().getResponseTopic(),
                      own));
        };
    reader.subscribe(
        new MqttSubscription[] {new MqttSubscription("some/long/+", 2)},
        new IMqttMessageListener[] {listener});
    var writer = new org.eclipse.paho.mqttv5.client.MqttClient(uri(), "", null);
    writer.connect(options);
    for (int qos = 0; qos < 3; qos++) {
      var message = new org.eclipse.paho.mqttv5.common.MqttMessage(("m" + qos).getBytes(UTF_8));
      message.setQos(qos);
      MqttProperties properties = new MqttProperties();
      properties.setResponseTopic("back");
      properties.setUserProperties(List.of(new UserProperty("k", "v" + qos)));
      message.setProperties(properties);
      writer.publish("some/long/topic", message);
      assertThat(next()).isEqualTo("some/long/topic m" + qos + " " + qos + " back v" + qos);
    }
    writer.disconnect();
    reader.disconnect();
    writer.close();
    reader.close();
  }
}
