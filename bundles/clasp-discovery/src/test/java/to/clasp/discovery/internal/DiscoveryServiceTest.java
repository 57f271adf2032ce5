package to.clasp.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Sighting;
import to.clasp.transport.Endpoint;

class DiscoveryServiceTest {
  private final int port = freePort();
  private DiscoveryService service;

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    if (service != null) {
      service.close();
    }
  }

  private static DiscoveryConfig config(Map<String, Object> values) {
    return (DiscoveryConfig)
        Proxy.newProxyInstance(
            DiscoveryConfig.class.getClassLoader(),
            new Class<?>[] {DiscoveryConfig.class},
            (proxy, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }

  private Map<String, Object> values(Object... changes) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of("mdns", false, "discoveryPort", port, "interfaces", new String[] {"lo"}));
    for (int i = 0; i < changes.length; i += 2) {
      values.put((String) changes[i], changes[i + 1]);
    }
    return values;
  }

  private void start() throws IOException {
    service = new DiscoveryService(config(values()));
  }

  private static DiscoveryOptions options(int where) {
    return new DiscoveryOptions(
        false, true, where, Duration.ofMillis(200), null, null, null, Set.of("lo"));
  }

  private static long end() {
    return System.nanoTime() + Duration.ofSeconds(60).toNanos();
  }

  private static Stream<Sighting> find(Discovery other) throws Exception {
    return other.discoverAll().get(60, TimeUnit.SECONDS).devices().stream();
  }

  /** What somebody else on this host finds; repeated until it is as wanted. */
  private static void awaitFound(int where, String... wanted) throws Exception {
    long end = end();
    try (Discovery.Owned other = Discovery.open(options(where))) {
      List<String> found = null;
      while (!List.of(wanted).equals(found)) {
        assertThat(System.nanoTime()).as(String.valueOf(found)).isLessThan(end);
        found =
            find(other)
                .map(each -> each.device().name() + " " + each.device().uri().orElseThrow())
                .toList();
      }
    }
  }

  @Test
  void announcesTheEndpointsThereAre() throws Exception {
    start();
    awaitFound(port);
    Endpoint web = () -> Set.of(URI.create("ws://0.0.0.0:8081/clasp"));
    Endpoint http = () -> Set.of(URI.create("http://0.0.0.0:80/"));
    service.bindEndpoint(http);
    service.bindEndpoint(web);
    awaitFound(port, "CLASP Relay ws://127.0.0.1:8081/clasp");
    service.unbindEndpoint(web);
    awaitFound(port);
  }

  /** A transport that moves its port tells nobody. */
  @Test
  void noticesAPortThatHasMoved() throws Exception {
    start();
    URI[] uri = {URI.create("ws://127.0.0.1:1/a")};
    service.bindEndpoint(() -> Set.of(uri[0]));
    awaitFound(port, "CLASP Relay ws://127.0.0.1:1/a");
    uri[0] = URI.create("ws://127.0.0.1:2/b");
    awaitFound(port, "CLASP Relay ws://127.0.0.1:2/b");
  }

  /** It stays the same while the service is there, whatever is configured. */
  @Test
  void tellsRendezvousServersTheIdThatOthersHearOnTheNetwork() throws Exception {
    start();
    service.bindEndpoint(() -> Set.of(URI.create("ws://127.0.0.1:8081/clasp")));
    awaitFound(port, "CLASP Relay ws://127.0.0.1:8081/clasp");
    Map<String, String> told = new IdDetail(service).metadata();
    try (Discovery.Owned other = Discovery.open(options(port))) {
      List<String> ids = List.of();
      for (long end = end(); ids.isEmpty() && System.nanoTime() < end; ) {
        ids = find(other).map(each -> each.device().id()).toList();
      }
      assertThat(ids).containsExactly(told.get("discoveryId"));
    }
    service.modified(config(values("name", "Stage")));
    assertThat(new IdDetail(service).metadata()).isEqualTo(told);
  }

  @Test
  void takesAChangedConfigurationAndKeepsWhatItKnows() throws Exception {
    start();
    service.bindEndpoint(() -> Set.of(URI.create("ws://127.0.0.1:8081/clasp")));
    service.add(
        new to.clasp.discovery.Device("m", "M", to.clasp.discovery.DeviceInfo.UNKNOWN, Map.of()));
    int next = freePort();
    service.modified(config(values("discoveryPort", next, "name", "Stage")));
    awaitFound(next, "Stage ws://127.0.0.1:8081/clasp");
    awaitFound(port);
    service.modified(config(values("discoveryPort", next, "announce", false)));
    awaitFound(next);
    assertThat(service.device("m")).isPresent();
  }

  @Test
  void keepsWhatItHadIfTheNewPortIsTaken() throws Exception {
    start();
    service.bindEndpoint(() -> Set.of(URI.create("ws://127.0.0.1:8081/clasp")));
    try (DatagramSocket other = new DatagramSocket(null)) {
      other.setReuseAddress(false);
      other.bind(new InetSocketAddress(0));
      service.modified(config(values("discoveryPort", other.getLocalPort(), "name", "Other")));
    }
    awaitFound(port, "CLASP Relay ws://127.0.0.1:8081/clasp");
  }

  @Test
  void aPortThatIsTakenFailsTheActivationAndSaysWhoMayHaveIt() throws Exception {
    try (DatagramSocket other = new DatagramSocket(null)) {
      other.setReuseAddress(false);
      other.bind(new InetSocketAddress(0));
      assertThatThrownBy(
              () -> new DiscoveryService(config(values("discoveryPort", other.getLocalPort()))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(other.getLocalPort() + "/udp")
          .hasMessageContaining("QUIC");
    }
  }

  @Test
  void wrongValuesAreRefusedByTheirKey() {
    Map<String, Object> wrong =
        Map.of(
            "name",
            " ",
            "discoveryPort",
            65_536,
            "searchSeconds",
            0,
            "rendezvousUrl",
            "ftp://example.org");
    wrong.forEach(
        (key, value) ->
            assertThatThrownBy(() -> new DiscoveryService(config(values(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("to.clasp.discovery")
                .hasMessageContaining(key));
  }
}
