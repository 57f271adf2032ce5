package to.clasp.itests.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.itests.discovery.Host.DEADLINE;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NpmClient;

/** Relays on two hosts, each of them an OSGi framework with the bundles of the features. */
class TwoHostsIT {
  private static final Pattern STAGE_URL =
      Pattern.compile("\"name\":\"Stage\",\"url\":\"([^\"]+)\"");
  private static final String BY_BOTH = "\"sources\":[\"mdns\",\"broadcast\"]";

  private Host left;
  private Host right;

  @BeforeEach
  void create() throws Exception {
    left = Host.create("left");
    right = Host.create("right");
  }

  @AfterEach
  void close() {
    left.close();
    if (right != null) {
      right.close();
    }
  }

  /** Neither is the cable there when the relays start, nor do they have different names. */
  @Test
  void relaysFindEachOtherOnceTheyAreConnected() throws Exception {
    ChildProcess first = left.startRelay("--mdns", "--discovery-port", "7331");
    right.relay("--ws-port", "8080", "--mdns", "--discovery-port", "7331");
    Host.awaitListening(first);
    assertThat(left.awaitFound(all -> all.contains("ws://127.0.0.1:7330/clasp"), "--no-mdns"))
        .doesNotContain("8080");
    left.connect("a0", right, "b0", 1);
    for (Host each : List.of(left, right)) {
      String found =
          each.awaitFound(all -> all.lines().filter(line -> line.contains(BY_BOTH)).count() == 2);
      assertThat(found)
          .contains("\"url\":\"ws://10.7.1.1:7330/clasp\"")
          .contains("\"url\":\"ws://10.7.1.2:8080/clasp\"");
      assertThat(found.lines().filter(line -> line.startsWith("{"))).as(found).hasSize(2);
    }
  }

  @Test
  void theJavaScriptClientConnectsToWhatWasFound() throws Exception {
    Path project = NpmClient.require();
    left.connect("a0", right, "b0", 1);
    left.relay("--ws-port", "8080", "--name", "Stage", "--mdns", "--discovery-port", "7331");
    for (String otherWay : List.of("--no-mdns", "--no-broadcast")) {
      String found = right.awaitFound(all -> STAGE_URL.matcher(all).find(), otherWay);
      Matcher url = STAGE_URL.matcher(found);
      assertThat(url.find()).isTrue();
      ChildProcess client =
          right
              .network()
              .start(
                  project,
                  Map.of("CLASP_URL", url.group(1)),
                  List.of("node", "src/test/js/set.mjs", "/found", "1"));
      assertThat(client.awaitExit(DEADLINE)).as(client.output()).isZero();
    }
  }

  /** On each of its networks a host is found at its address there. */
  @Test
  void aHostOnTwoNetworksIsFoundOnBoth() throws Exception {
    try (Host third = Host.create("third")) {
      left.connect("a0", right, "b0", 1);
      left.connect("a1", third, "c0", 2);
      left.relay("--ws-port", "8080", "--name", "Stage", "--mdns", "--discovery-port", "7331");
      assertThat(right.awaitFound(all -> all.contains(BY_BOTH)))
          .contains("\"url\":\"ws://10.7.1.1:8080/clasp\"")
          .doesNotContain("10.7.2.");
      assertThat(third.awaitFound(all -> all.contains(BY_BOTH)))
          .contains("\"url\":\"ws://10.7.2.1:8080/clasp\"")
          .doesNotContain("10.7.1.");
    }
  }

  /** Its public host is not where it is on this network, so nothing but its id tells. */
  @Test
  void aRelayThatIsKnownInEveryWayAndAtTwoAddressesAppearsOnce() throws Exception {
    left.connect("a0", right, "b0", 1);
    right.relay();
    left.relay(
        "--ws-port",
        "8080",
        "--name",
        "Stage",
        "--public-host",
        "stage.example",
        "--mdns",
        "--discovery-port",
        "7331",
        "--rendezvous-url",
        "http://10.7.1.2:7340");
    String everywhere = "[\"mdns\",\"broadcast\",\"rendezvous\"]";
    assertThat(
            right.awaitFound(
                all -> all.contains(everywhere), "--rendezvous", "http://10.7.1.2:7340"))
        .containsOnlyOnce("\"name\":\"Stage\"")
        .contains("\"url\":\"ws://10.7.1.1:8080/clasp\"");
  }

  /** The request of the reference, and the answer that it reads. */
  @Test
  void anyProgramMayAskByBroadcast() throws Exception {
    left.connect("a0", right, "b0", 1);
    left.relay("--name", "Stage", "--discovery-port", "7331");
    ChildProcess shout = right.network().startJava(Shout.class, "10.7.1.255");
    shout.awaitOutput(
        Pattern.compile("10\\.7\\.1\\.1 5300?.*0005" + "5374616765" + "0000"), DEADLINE);
  }

  /** A namespace without any cable is a host without a network. */
  @Test
  void withoutANetworkTheToolSaysSo() throws Exception {
    left.network().ip("link", "set", "lo", "down");
    assertThat(left.discover())
        .contains("mdns: there is no network for mDNS")
        .contains("broadcast: there is no network to broadcast on");
  }
}
