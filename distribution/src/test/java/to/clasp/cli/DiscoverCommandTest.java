package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;

/** By broadcasts that do not leave this host. */
class DiscoverCommandTest {
  private int port;
  private String out;
  private String err;

  @BeforeEach
  void findPort() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  private int discover(String... arguments) {
    StringWriter toOut = new StringWriter();
    StringWriter toErr = new StringWriter();
    List<String> all =
        new ArrayList<>(List.of("discover", "--no-mdns", "--interface", "lo", "--timeout", "0.3"));
    all.addAll(List.of("--port", String.valueOf(port)));
    all.addAll(List.of(arguments));
    int code =
        Clasp.run(
            new Clasp.Surroundings(new PrintWriter(toOut), new PrintWriter(toErr), Map.of()),
            all.toArray(String[]::new));
    out = toOut.toString();
    err = toErr.toString();
    return code;
  }

  /** A busy machine answers after the search has ended; then it is searched again. */
  private void find(String... arguments) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    do {
      assertThat(System.nanoTime()).as("deadline: " + err).isLessThan(deadline);
      assertThat(discover(arguments)).as(err).isZero();
    } while (out.isEmpty());
  }

  private Discovery.Owned announce(String name) throws Exception {
    Discovery.Owned device =
        Discovery.open(
            new DiscoveryOptions(
                false, true, port, Duration.ofSeconds(1), null, null, null, Set.of("lo")));
    device.announce(
        new Announcement(
            name, Features.of(SignalType.PARAM), Set.of(URI.create("ws://127.0.0.1:8080/clasp"))));
    return device;
  }

  @Test
  void printsATable() throws Exception {
    try (Discovery.Owned device = announce("Stage")) {
      assertThat(device.devices()).isEmpty();
      find();
    }
    assertThat(out.lines()).hasSize(2).first().asString().matches("NAME +URL +FOUND BY +ID");
    assertThat(out)
        .containsPattern("\\RStage  ws://127\\.0\\.0\\.1:8080/clasp  broadcast  [0-9a-f-]{36}");
  }

  @Test
  void printsAnObjectInEachLine() throws Exception {
    try (Discovery.Owned device = announce("\"St\u001b[2Jage\"")) {
      assertThat(device.devices()).isEmpty();
      find("--json");
    }
    assertThat(out.lines()).hasSize(1);
    JsonNode found = new ObjectMapper().readTree(out);
    assertThat(found.get("name").asText()).isEqualTo("\"St\u001b[2Jage\"");
    assertThat(found.get("url").asText()).isEqualTo("ws://127.0.0.1:8080/clasp");
    assertThat(found.get("endpoints").get("ws").asText()).isEqualTo("ws://127.0.0.1:8080/clasp");
    assertThat(found.get("features").toString()).isEqualTo("[\"param\"]");
    assertThat(found.get("sources").toString()).isEqualTo("[\"broadcast\"]");
    assertThat(out).doesNotContain("\u001b");
  }

  @Test
  void namesDoNothingToTheTerminal() throws Exception {
    try (Discovery.Owned device = announce("St\u001b[2Jage\u202e")) {
      assertThat(device.devices()).isEmpty();
      find();
    }
    assertThat(out).contains("St?[2Jage?").doesNotContain("\u001b");
  }

  @Test
  void sensibleTextWhenNobodyIsThere() {
    assertThat(discover()).isZero();
    assertThat(out).isEmpty();
    assertThat(err).contains("no devices found");
  }

  @Test
  void aSourceThatFailsIsNamed() {
    assertThat(discover("--rendezvous", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err).contains("rendezvous: ");
  }

  @Test
  void aWrongCommandLineIsSaidInOneLine() {
    for (List<String> wrong :
        List.of(List.of("--timeout", "0"), List.of("--port", "70000"), List.of("--no-broadcast"))) {
      assertThat(discover(wrong.toArray(String[]::new))).as(wrong.toString()).isEqualTo(2);
      assertThat(err.lines()).hasSize(1);
    }
  }
}
