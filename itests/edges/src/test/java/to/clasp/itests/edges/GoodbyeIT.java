package to.clasp.itests.edges;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.Relay;

/** What devices are told when the relay ends. */
class GoodbyeIT {
  /** The server shuts down: 0x8B. */
  private static final Pattern GOODBYE = Pattern.compile("Received DISCONNECT \\(139\\)");

  @Test
  void mqttClientsAreToldThatTheServerShutsDown() throws Exception {
    Relay relay = Relay.start("--mqtt-port", "0");
    try {
      Mosquitto mosquitto = Mosquitto.on(relay.port("mqtt"), "-V", "mqttv5");
      try (Mosquitto.Subscriber device = mosquitto.subscribe("-t", "#")) {
        relay.close();
        device.process().awaitOutput(GOODBYE, Mosquitto.LIMIT);
      }
    } finally {
      relay.close();
    }
  }
}
