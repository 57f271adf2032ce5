package to.clasp.itests.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.itests.discovery.Host.DEADLINE;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NetworkNamespace;
import to.clasp.itests.support.NpmClient;

/** Relays on two hosts, each of them an OSGi framework with the bundles of the features. */
class TwoHostsIT {
  private static final Pattern STAGE_URL =
      Pattern.compile("\"name\":\"Stage\",\"url\":\"([^\"]+)\"");

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
    left.relay("--mdns", "--discovery-port", "7331");
    right.relay("--ws-port", "8080", "--mdns", "--discovery-port", "7331");
    assertThat(left.discover("--timeout", "1", "--no-mdns"))
        .contains("ws://127.0.0.1:7330/clasp")
        .doesNotContain("8080");
    left.connect("a0", right, "b0", 1);
    String found = awaitDevices(left, 2);
    assertThat(found)
        .contains("\"url\":\"ws://10.7.1.1:7330/clasp\"")
        .contains("\"url\":\"ws://10.7.1.2:8080/clasp\"")
        .contains("\"sources\":[\"mdns\",\"broadcast\"]");
    assertThat(awaitDevices(right, 2))
        .contains("\"url\":\"ws://10.7.1.1:7330/clasp\"")
        .contains("\"url\":\"ws://10.7.1.2:8080/clasp\"");
  }

  /** Interfaces are looked at every two seconds, then names are asked for. */
  private static String awaitDevices(Host host, int devices) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      String found = host.discover("--timeout", "1");
      boolean byBoth =
          found.lines().filter(each -> each.contains("[\"mdns\",\"broadcast\"]")).count()
              == devices;
      if (byBoth || System.nanoTime() > end) {
        assertThat(found.lines().filter(each -> each.startsWith("{"))).as(found).hasSize(devices);
        return found;
      }
    }
  }

  @Test
  void theJavaScriptClientConnectsToWhatBroadcastFound() throws Exception {
    theJavaScriptClientConnects("--no-mdns", "--discovery-port", "7331");
  }

  @Test
  void theJavaScriptClientConnectsToWhatMdnsFound() throws Exception {
    theJavaScriptClientConnects("--no-broadcast", "--mdns");
  }

  private void theJavaScriptClientConnects(String searchFlag, String... relayFlags)
      throws Exception {
    Path project = NpmClient.require();
    left.connect("a0", right, "b0", 1);
    String[] flags = {"--ws-port", "8080", "--name", "Stage"};
    left.relay(
        Stream.concat(Arrays.stream(flags), Arrays.stream(relayFlags)).toArray(String[]::new));
    String found = right.discover("--timeout", "2", searchFlag);
    Matcher url = STAGE_URL.matcher(found);
    assertThat(url.find()).as(found).isTrue();
    ChildProcess client =
        right
            .network()
            .start(
                project,
                Map.of("CLASP_URL", url.group(1)),
                List.of("node", "src/test/js/set.mjs", "/found", "1"));
    assertThat(client.awaitExit(DEADLINE)).as(client.output()).isZero();
  }

  /** On each of its networks a host is found at its address there. */
  @Test
  void aHostOnTwoNetworksIsFoundOnBoth() throws Exception {
    try (Host third = Host.create("third")) {
      left.connect("a0", right, "b0", 1);
      left.connect("a1", third, "c0", 2);
      left.relay("--ws-port", "8080", "--name", "Stage", "--mdns", "--discovery-port", "7331");
      assertThat(right.discover("--timeout", "2"))
          .contains("\"url\":\"ws://10.7.1.1:8080/clasp\"")
          .contains("\"sources\":[\"mdns\",\"broadcast\"]")
          .doesNotContain("10.7.2.");
      assertThat(third.discover("--timeout", "2"))
          .contains("\"url\":\"ws://10.7.2.1:8080/clasp\"")
          .contains("\"sources\":[\"mdns\",\"broadcast\"]")
          .doesNotContain("10.7.1.");
    }
  }

  @Test
  void aRelayThatIsKnownInEveryWayAppearsOnce() throws Exception {
    left.connect("a0", right, "b0", 1);
    right.relay();
    String[] itself = {"--ws-port", "8080", "--name", "Stage", "--public-host", "10.7.1.1"};
    String[] known = {
      "--mdns", "--discovery-port", "7331", "--rendezvous-url", "http://10.7.1.2:7340"
    };
    left.relay(Stream.concat(Arrays.stream(itself), Arrays.stream(known)).toArray(String[]::new));
    long end = System.nanoTime() + DEADLINE.toNanos();
    String found;
    do {
      found = right.discover("--timeout", "1", "--rendezvous", "http://127.0.0.1:7340");
    } while (!found.contains("[\"mdns\",\"broadcast\",\"rendezvous\"]") && System.nanoTime() < end);
    assertThat(found)
        .contains("[\"mdns\",\"broadcast\",\"rendezvous\"]")
        .containsOnlyOnce("\"name\":\"Stage\"");
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
    NetworkNamespace alone = left.network();
    alone.ip("link", "set", "lo", "down");
    assertThat(left.discover("--timeout", "1"))
        .contains("mdns: there is no network for mDNS")
        .contains("broadcast: there is no network to broadcast on");
  }
}
