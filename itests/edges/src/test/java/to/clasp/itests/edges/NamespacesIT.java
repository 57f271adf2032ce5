package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import to.clasp.itests.edges.Screen.Seen;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.Value;

/** Where devices appear among the addresses, and how addresses appear to devices. */
class NamespacesIT {

  @Test
  void theirOwnNamespacesCountBothWaysLiveAndForLateJoiners() throws Exception {
    String[] flags = {
      "--mqtt-port", "0", "--mqtt-namespace", "/iot", "--osc-port", "0", "--osc-namespace", "/stage"
    };
    try (Relay relay = Relay.start(flags)) {
      serve(relay, "/iot", "/stage");
    }
  }

  @Test
  void withoutASettingTheyAreMqttAndOsc() throws Exception {
    try (Relay relay = Relay.start("--mqtt-port", "0", "--osc-port", "0")) {
      serve(relay, "/mqtt", "/osc");
    }
  }

  private static void serve(Relay relay, String things, String stage) throws Exception {
    Mosquitto mosquitto = Mosquitto.on(relay.port("mqtt"));
    Liblo liblo = Liblo.on(relay.port("osc.udp"));
    try (Screen screen = new Screen(relay.uri(), "/**");
        Mosquitto.Subscriber device = mosquitto.subscribe("-t", "#");
        Liblo.Display display = liblo.subscribe("/**")) {
      mosquitto.publish("-t", "home/t", "-m", "21.5", "-q", "1");
      screen.until(things + "/home/t", Value.of(21.5));
      liblo.send("/fader/1", "i", "3");
      screen.until(stage + "/fader/1", Value.of(3));
      screen.set(things + "/end", Value.of(1));
      screen.set(stage + "/end", Value.of(1));

      assertThat(device.until("end|0|0|1")).containsExactly("home/t|0|0|21.5", "end|0|0|1");
      assertThat(display.until("/end i 1")).containsExactly("/fader/1 i 3", "/end i 1");
    }
    try (Mosquitto.Subscriber late = mosquitto.subscribe("-t", "home/#")) {
      assertThat(late.until("home/t|0|1|21.5")).hasSize(1);
    }
    try (Liblo.Display late = liblo.subscribe("/fader/*")) {
      assertThat(late.until("/fader/1 i 3")).hasSize(1);
    }
    try (Screen late = new Screen(relay.uri(), things + "/home/**")) {
      assertThat(late.before()).containsExactly(new Seen(things + "/home/t", Value.of(21.5)));
    }
  }
}
