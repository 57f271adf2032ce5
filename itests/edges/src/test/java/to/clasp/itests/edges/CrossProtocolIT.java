package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.itests.edges.Screen.Seen;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.Value;

/** MQTT, OSC and CLASP work on the same state, each in its own types, each message once. */
class CrossProtocolIT {
  private static final String LAMP = "/show/lamp";
  private static final Value END = Value.of("end");

  private static Relay relay;
  private static Mosquitto mosquitto;
  private static Liblo liblo;

  private Screen screen;
  private Mosquitto.Subscriber device;
  private Liblo.Display display;

  @BeforeAll
  static void start() throws InterruptedException {
    relay =
        Relay.start(
            "--mqtt-port",
            "0",
            "--mqtt-namespace",
            "/show",
            "--osc-port",
            "0",
            "--osc-namespace",
            "/show");
    mosquitto = Mosquitto.on(relay.port("mqtt"), "-V", "mqttv5");
    liblo = Liblo.on(relay.port("osc.udp"));
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  @BeforeEach
  void join() throws Exception {
    screen = new Screen(relay.uri(), "/show/**");
    device = mosquitto.subscribe("-t", "lamp/#", "-q", "1", "-R");
    display = liblo.subscribe("/lamp/**");
  }

  @AfterEach
  void leave() {
    screen.close();
    device.close();
    display.close();
  }

  /**
   * Everybody has seen exactly this of one address. What may come in a loop came before the end,
   * which is another one for each test, as the display is told what is there already.
   */
  private void assertSeen(String name, Value value, String payload, String osc) throws Exception {
    String address = LAMP + "/" + name;
    String end = "end-" + name;
    List<Seen> onScreen = new ArrayList<>(screen.until(address, value));
    display.until("/lamp/" + name + " " + osc);
    try (Screen marker = new Screen(relay.uri(), "/none")) {
      marker.set(LAMP + "/" + end, END);
    }
    onScreen.addAll(screen.until(LAMP + "/" + end, END));
    assertThat(onScreen)
        .filteredOn(seen -> seen.address().equals(address))
        .containsExactly(new Seen(address, value));
    assertThat(device.until("lamp/" + end + "|1|0|end"))
        .filteredOn(seen -> seen.startsWith("lamp/" + name + "|"))
        .singleElement()
        .asString()
        .endsWith("|0|" + payload);
    assertThat(display.until("/lamp/" + end + " s \"end\""))
        .filteredOn(seen -> seen.startsWith("/lamp/" + name + " "))
        .containsExactly("/lamp/" + name + " " + osc);
  }

  @Test
  void aPublishOfMqttReachesAllInTheirTypes() throws Exception {
    mosquitto.publish("-t", "lamp/int", "-m", "42", "-q", "1");
    assertSeen("int", Value.of(42), "42", "i 42");
  }

  @Test
  void aFaderOfOscMovesTheLampOfMqtt() throws Exception {
    liblo.send("/lamp/fader", "f", "0.5");
    assertSeen("fader", Value.of(0.5), "0.5", "f 0.500000");
  }

  /** Every number of JavaScript is a float. */
  @ParameterizedTest
  @CsvSource({
    "number, 7, f 7.000000",
    "float, 0.25, f 0.250000",
    "text, '\"on\"', s \"on\"",
    "true, true, T #T"
  })
  void aSetOfTheJavaScriptClientReachesAllThree(String name, String json, String osc)
      throws Exception {
    String address = LAMP + "/js-" + name;
    try (ChildProcess browser =
        NpmClient.node(
            Map.of("CLASP_URL", relay.uri().toString()),
            List.of("src/test/js/set.mjs", address, json))) {
      assertThat(browser.awaitExit(Duration.ofSeconds(30))).as("%s", browser.output()).isZero();
    }
    Value value =
        switch (name) {
          case "number" -> Value.of(7.0);
          case "float" -> Value.of(0.25);
          case "text" -> Value.of("on");
          default -> Value.of(true);
        };
    assertSeen("js-" + name, value, json.replace("\"", ""), osc);
  }

  @Test
  void lateJoinersOfEveryProtocolGetTheCurrentState() throws Exception {
    mosquitto.publish("-t", "late/a", "-m", "1", "-q", "1");
    liblo.send("/late/b", "f", "0.5");
    screen.until("/show/late/b", Value.of(0.5));
    screen.set("/show/late/c", Value.of("on"));
    screen.until("/show/late/c", Value.of("on"));

    try (Screen late = new Screen(relay.uri(), "/show/late/**")) {
      assertThat(late.before())
          .containsExactlyInAnyOrder(
              new Seen("/show/late/a", Value.of(1)),
              new Seen("/show/late/b", Value.of(0.5)),
              new Seen("/show/late/c", Value.of("on")));
    }
    try (Mosquitto.Subscriber late = mosquitto.subscribe("-t", "late/#")) {
      late.until("late/a|0|1|1");
      late.until("late/b|0|1|0.5");
      assertThat(late.until("late/c|0|1|on")).hasSize(3);
    }
    try (Liblo.Display late = liblo.subscribe("/late/**")) {
      late.until("/late/a i 1");
      late.until("/late/b f 0.500000");
      assertThat(late.until("/late/c s \"on\"")).hasSize(3);
    }
  }
}
