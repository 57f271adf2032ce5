package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.edges.Screen.Seen;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.Relay;
import to.clasp.protocol.Value;

/** What devices may do when the relay wants to know who they are. */
class EdgeAccessIT {
  private static final String ALL = "cpsk_all_0123456789abcdef";
  private static final String READER = "cpsk_reader_0123456789abcdef";

  @TempDir private Path folder;
  private String[] flags;

  @BeforeEach
  void writeTokens() throws Exception {
    Path tokens = folder.resolve("tokens.json");
    Files.writeString(
        tokens,
        """
        {"tokens": {"%s": {"scopes": ["admin:/**"]}, "%s": {"scopes": ["read:/mqtt/**"]}}}
        """
            .formatted(ALL, READER));
    flags =
        new String[] {
          "--mqtt-port",
          "0",
          "--osc-port",
          "0",
          "--tokens",
          tokens.toString(),
          "--run-dir",
          folder.resolve("run").toString()
        };
  }

  private Relay start(String... more) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of(more));
    return Relay.start(all.toArray(String[]::new));
  }

  private static void assertRefused(Mosquitto client) throws Exception {
    try (ChildProcess refused = client.run("mosquitto_pub", "-t", "x", "-m", "1", "-q", "1")) {
      assertThat(refused.awaitExit(Mosquitto.LIMIT)).isNotZero();
      assertThat(refused.output()).contains("Connection Refused: bad user name or password");
    }
  }

  @Test
  void withoutAListOnlyMqttClientsWithATokenAreServedAndOscIsClosed() throws Exception {
    try (Relay relay = start();
        Screen screen = new Screen(relay.uri(), "/mqtt/**", ALL)) {
      Mosquitto anybody = Mosquitto.on(relay.port("mqtt"), "-V", "mqttv311");
      assertRefused(anybody);
      assertRefused(anybody.with("-u", "x", "-P", "cpsk_wrong"));
      assertThat(relay.awaitLog(Pattern.compile("(?im)^.*osc.*(not open|closed|allow).*$")))
          .isNotNull();
      assertThat(relay.log()).doesNotContain("osc.udp://");

      Mosquitto all = anybody.with("-u", "x", "-P", ALL);
      all.publish("-t", "ok", "-m", "1", "-q", "1");
      Mosquitto reader = anybody.with("-u", READER, "-P", "");
      reader.publish("-t", "forbidden", "-m", "1", "-q", "1");
      try (Mosquitto.Subscriber subscriber = reader.subscribe("-t", "#")) {
        subscriber.until("ok|0|1|1");
        all.publish("-t", "end", "-m", "1", "-q", "1");
        assertThat(subscriber.until("end|0|0|1")).containsExactly("ok|0|1|1", "end|0|0|1");
      }
      assertThat(screen.until("/mqtt/end", Value.of(1)))
          .containsExactly(new Seen("/mqtt/ok", Value.of(1)), new Seen("/mqtt/end", Value.of(1)));
      assertThat(relay.log()).doesNotContain(ALL).doesNotContain(READER);
    }
  }

  @Test
  void aListOfNetworksLetsDevicesInForWhatItSays() throws Exception {
    try (Relay relay =
            start(
                "--osc-allow", "127.0.0.0/8=read:/osc/**,write:/osc/fader/**",
                "--mqtt-allow", "127.0.0.0/8=write:/mqtt/lamp/**");
        Screen screen = new Screen(relay.uri(), "/**", ALL)) {
      Liblo liblo = Liblo.on(relay.port("osc.udp"));
      Mosquitto mosquitto = Mosquitto.on(relay.port("mqtt"), "-V", "mqttv5");
      try (Liblo.Display display = liblo.subscribe("/**")) {
        liblo.send("/other", "i", "1");
        liblo.send("/fader/1", "i", "2");
        mosquitto.publish("-t", "lamp/1", "-m", "3", "-q", "1");

        assertThat(display.until("/fader/1 i 2")).containsExactly("/fader/1 i 2");
        screen.set("/end", Value.of(1));
        assertThat(screen.until("/end", Value.of(1)))
            .containsExactlyInAnyOrder(
                new Seen("/osc/fader/1", Value.of(2)),
                new Seen("/mqtt/lamp/1", Value.of(3)),
                new Seen("/end", Value.of(1)));
      }
      try (ChildProcess refused =
          mosquitto.run("mosquitto_pub", "-t", "other", "-m", "1", "-q", "1", "-d")) {
        refused.awaitExit(Mosquitto.LIMIT);
        assertThat(refused.output()).contains("PUBACK").contains("RC:135");
      }
    }
  }
}
