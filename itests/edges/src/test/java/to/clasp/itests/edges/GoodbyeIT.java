package to.clasp.itests.edges;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.Relay;

/** What devices are told when the relay ends. */
class GoodbyeIT {
  private static final int SERVER_SHUTTING_DOWN = 0x8B;

  @Test
  void mqttClientsAreToldThatTheServerShutsDown() throws Exception {
    try (Relay relay = Relay.start("--mqtt-port", "0");
        Mosquitto.Subscriber device =
            Mosquitto.on(relay.port("mqtt"), "-V", "mqttv5").subscribe("-t", "#")) {
      relay.close();
      device
          .process()
          .awaitOutput(
              Pattern.compile("Received DISCONNECT \\(" + SERVER_SHUTTING_DOWN + "\\)"),
              Mosquitto.LIMIT);
    }
  }
}
