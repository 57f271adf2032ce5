package to.clasp.mqtt.internal;

import java.util.Map;

/** An MQTT port on a router, for load generators: {@code java ... MqttLoadServer PORT}. */
public final class MqttLoadServer {
  private MqttLoadServer() {}

  public static void main(String... arguments) throws InterruptedException {
    Map<String, Object> port = Map.of("port", Integer.parseInt(arguments[0]));
    try (MqttFixture fixture = MqttFixture.with(port, Map.of("maxSessions", 0))) {
      System.out.println(fixture.uri());
      Thread.currentThread().join();
    }
  }
}
