package to.clasp.rendezvous.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.rendezvous.DiscoverQuery;
import to.clasp.rendezvous.RegisteredDevice;
import to.clasp.rendezvous.RegistrationDetail;
import to.clasp.rendezvous.RendezvousClient;
import to.clasp.rendezvous.RendezvousOptions;
import to.clasp.rendezvous.internal.server.RendezvousFixture;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.Endpoint;

/** A relay registers what it serves. */
class SelfRegistrationTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = 5_000_000;

  private final RendezvousFixture.OnRealTime server =
      new RendezvousFixture.OnRealTime(0, Map.of("owner", "strict"));
  private final RendezvousClient client =
      RendezvousClient.create(RendezvousOptions.of(server.uri()));

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private SelfRegistrationConfig config(Object... more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("url", server.uri().toString());
    settings.put("publicHost", "relay.example");
    for (int i = 0; i < more.length; i += 2) {
      settings.put((String) more[i], more[i + 1]);
    }
    return ComponentConfig.of(SelfRegistrationConfig.class, settings);
  }

  private static Endpoint endpoint(String... uris) {
    Set<URI> all = Set.copyOf(List.of(uris).stream().map(URI::create).toList());
    return () -> all;
  }

  private List<RegisteredDevice> await(Predicate<List<RegisteredDevice>> wanted) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      List<RegisteredDevice> found = client.discover(DiscoverQuery.ALL).join();
      if (wanted.test(found)) {
        return found;
      }
      assertThat(System.nanoTime()).as(found.toString()).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void awaitEndpoints(Map<String, String> wanted) {
    await(found -> found.size() == 1 && found.get(0).endpoints().equals(wanted));
  }

  @Test
  void itTellsWhatIsServedAndFollowsChangesAndLeaves() {
    SelfRegistration own = new SelfRegistration(config("name", "Hall", "tags", new String[] {"x"}));
    Endpoint websocket = endpoint("ws://0.0.0.0:7330/clasp", "wss://0.0.0.0:7330/clasp");
    Endpoint tcp = endpoint("tcp://127.0.0.1:7331");
    own.addEndpoint(websocket);
    String ws = "ws://relay.example:7330/clasp";
    String wss = "wss://relay.example:7330/clasp";
    awaitEndpoints(Map.of("ws", ws, "wss", wss));
    RegisteredDevice device = client.discover(DiscoverQuery.ALL.withTag("x")).join().get(0);
    assertThat(device.name()).isEqualTo("Hall");
    assertThat(device.features())
        .containsExactly("param", "event", "stream", "timeline", "gesture");
    own.addEndpoint(tcp);
    awaitEndpoints(Map.of("ws", ws, "wss", wss, "tcp", "tcp://relay.example:7331"));
    own.removeEndpoint(websocket);
    awaitEndpoints(Map.of("tcp", "tcp://relay.example:7331"));
    own.modified(config("name", "Stage", "endpoints", new String[] {"ws=wss://proxy/clasp"}));
    awaitEndpoints(Map.of("ws", "wss://proxy/clasp"));
    own.modified(config("url", "nonsense"));
    own.modified(config());
    awaitEndpoints(Map.of("tcp", "tcp://relay.example:7331"));
    own.removeEndpoint(tcp);
    await(List::isEmpty);
    own.addEndpoint(tcp);
    await(found -> found.size() == 1);
    own.close();
    await(List::isEmpty);
  }

  @Test
  void itTellsTheDetailsThatThereAre() {
    SelfRegistration own = new SelfRegistration(config());
    RegistrationDetail detail = () -> Map.of(RegistrationDetail.DISCOVERY_ID, "me");
    try {
      own.addEndpoint(endpoint("ws://0.0.0.0:7330/clasp"));
      own.addDetail(
          () -> {
            throw new IllegalStateException("leaving");
          });
      own.addDetail(detail);
      await(
          found ->
              found.size() == 1 && found.get(0).metadata().equals(Map.of("discoveryId", "me")));
      own.removeDetail(detail);
      await(found -> found.size() == 1 && found.get(0).metadata().isEmpty());
    } finally {
      own.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ws://127.0.0.1:1/clasp, '', ''",
    "ws://[::1]:1/clasp, '', ''",
    "ws://192.0.2.1:1/clasp, '', ws://192.0.2.1:1/clasp",
    "ws://127.0.0.1:1/clasp, h, ws://h:1/clasp",
    "ws://0.0.0.0:1/clasp, 2001:db8::1, ws://[2001:db8::1]:1/clasp",
    "udp://0.0.0.0:1, h, udp://h:1",
    "ws://[2001:db8::1%1]:1/clasp, '', ws://[2001:db8:0:0:0:0:0:1]:1/clasp",
    "ws://[fe80::1%1]:1/clasp, '', ''"
  })
  void thePublicHostStandsForEveryAddress(String port, String publicHost, String url) {
    assertThat(List.copyOf(ServedUrls.of(List.of(URI.create(port)), publicHost).values()))
        .isEqualTo(url.isEmpty() ? List.of() : List.of(url));
  }

  @Test
  void ofTwoPortsOfASchemeTheLowerIsTold() {
    List<URI> ports = List.of(URI.create("ws://h:9/a"), URI.create("ws://h:8/b"));
    assertThat(ServedUrls.of(ports, "x")).containsExactly(Map.entry("ws", "ws://x:8/b"));
  }

  /** The name of an interface means nothing to others. */
  @Test
  void addressesOfIpv6AreToldWithoutTheInterface() throws Exception {
    InetAddress address = Inet6Address.getByAddress(null, new byte[16], 1);
    assertThat(address.getHostAddress()).endsWith("%1");
    assertThat(ServedUrls.text(address)).isEqualTo("0:0:0:0:0:0:0:0");
  }

  /** Once each time, however long it lasts. */
  @Test
  void aServerThatDoesNotAnswerIsToldToTheLogAndThatItAnswersAgain() throws Exception {
    int port = FreePort.find();
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler = new Lines(lines);
    Logger logger = Logger.getLogger(SelfRegistration.class.getName());
    logger.addHandler(handler);
    SelfRegistration own = new SelfRegistration(config("url", "http://127.0.0.1:" + port));
    try {
      own.addEndpoint(endpoint("ws://0.0.0.0:7330/clasp"));
      awaitLine(lines, "WARNING not registered at http://127.0.0.1:" + port);
      try (RendezvousFixture.OnRealTime late = new RendezvousFixture.OnRealTime(port, Map.of())) {
        awaitLine(lines, "INFO registered at http://127.0.0.1:" + port);
        assertThat(late.uri().getPort()).isEqualTo(port);
        assertThat(lines.get(0)).startsWith("WARNING");
        assertThat(lines).filteredOn(line -> line.startsWith("WARNING")).hasSize(1);
      }
    } finally {
      own.close();
      logger.removeHandler(handler);
    }
  }

  private static void awaitLine(List<String> lines, String wanted) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (lines.stream().noneMatch(line -> line.startsWith(wanted))) {
      assertThat(System.nanoTime()).as(lines.toString()).isLessThan(deadline);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static final class Lines extends Handler {
    private final List<String> lines;

    Lines(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(entry.getLevel().getName() + " " + entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"url, ftp://x", "url, ''", "endpoints, ws", "tokenFile, /no/such/file"})
  void aWrongKeyIsNamed(String key, String value) {
    Object given = key.equals("endpoints") ? new String[] {value} : value;
    assertThatThrownBy(() -> new SelfRegistration(config(key, given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }
}
