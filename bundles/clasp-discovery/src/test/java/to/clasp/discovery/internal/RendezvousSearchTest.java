package to.clasp.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.discovery.internal.RendezvousStub.device;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryOptions;
import to.clasp.discovery.Sighting;
import to.clasp.discovery.Source;

/** What a search learns from a rendezvous server; nobody is asked on the local network. */
class RendezvousSearchTest {
  private static final long SECONDS = 60;
  private static final String WS = "'ws':'ws://192.0.2.1:7330/clasp'";

  private LanDiscovery discovery;

  @AfterEach
  void close() {
    if (discovery != null) {
      discovery.close();
    }
  }

  /** The time is that of the server too, and the local network takes it all. */
  private static DiscoveryOptions options(URI server) {
    return new DiscoveryOptions(
        false, false, 7331, Duration.ofMillis(500), server, null, null, Set.of());
  }

  private void open(URI server) throws IOException {
    discovery = LanDiscovery.open(options(server));
  }

  private Discovery.Search search() throws Exception {
    return discovery.discoverAll().get(SECONDS, TimeUnit.SECONDS);
  }

  /** Searches until so many are there: a busy machine may need longer than a server is given. */
  private List<Device> await(int devices) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      Discovery.Search found = search();
      if (found.devices().size() == devices && found.failures().isEmpty()) {
        return found.devices().stream().map(Sighting::device).toList();
      }
      assertThat(System.nanoTime()).as(found.toString()).isLessThan(end);
    }
  }

  @Test
  void tellsWhatTheServerKnows() throws Exception {
    String endpoints = "'ws':'wss://far.example/clasp','x':'no uri'";
    try (RendezvousStub server = new RendezvousStub(200, device("2", "Far", endpoints, ""))) {
      open(server.uri());
      Device far = await(1).get(0);
      assertThat(far.id()).isEqualTo("2");
      assertThat(far.name()).isEqualTo("Far");
      assertThat(far.uri()).contains(URI.create("wss://far.example/clasp"));
      assertThat(far.info().meta()).containsEntry("tags", "a,b");
      assertThat(far.endpoints()).containsOnlyKeys("ws");
    }
  }

  @Test
  void dropsWhatIsKnownAlready() throws Exception {
    try (RendezvousStub server = new RendezvousStub(200, device("1", "Far", WS, ""))) {
      open(server.uri());
      URI same = URI.create("ws://192.0.2.1:7330/clasp");
      discovery.add(new Device("near", "Near", DeviceInfo.UNKNOWN, Map.of("ws", same)));
      assertThat(await(1)).extracting(Device::name).containsExactly("Near");
      assertThat(discovery.devices().get(0).sources())
          .containsExactly(Source.MANUAL, Source.RENDEZVOUS);
    }
  }

  /** A relay with several addresses is one device: it registers with what it is known by here. */
  @Test
  void recognisesARelayAtAnotherAddressByTheIdThatItRegistersWith() throws Exception {
    String id = "11111111-2222-3333-4444-555555555555";
    String metadata = "'discoveryId':'" + id + "'";
    try (RendezvousStub server = new RendezvousStub(200, device("1", "Far", WS, metadata))) {
      open(server.uri());
      URI other = URI.create("ws://10.7.1.1:7330/clasp");
      discovery.add(new Device(id, "Near", DeviceInfo.UNKNOWN, Map.of("ws", other)));
      assertThat(await(1)).extracting(Device::id).containsExactly(id);
      assertThat(discovery.devices().get(0).sources())
          .containsExactly(Source.MANUAL, Source.RENDEZVOUS);
    }
  }

  @Test
  void anIdThatIsNoneOfOursIsNotTaken() throws Exception {
    String metadata = "'discoveryId':'router'";
    try (RendezvousStub server = new RendezvousStub(200, device("1", "Far", WS, metadata))) {
      open(server.uri());
      assertThat(await(1)).extracting(Device::id).containsExactly("1");
    }
  }

  @Test
  void asksForAllPartsOfAnAnswer() throws Exception {
    try (RendezvousStub server =
        new RendezvousStub(200, device("1", "First", "", ""), device("2", "Second", "", ""))) {
      open(server.uri());
      assertThat(await(2)).extracting(Device::name).containsExactly("First", "Second");
    }
  }

  @Test
  void aServerThatFailsIsTold() throws Exception {
    try (RendezvousStub server = new RendezvousStub(503, "{}")) {
      open(server.uri());
      assertThat(search().failures())
          .extracting(each -> each.source())
          .containsExactly(Source.RENDEZVOUS);
    }
  }

  /** Nobody would ever take it back. */
  @Test
  void whatAnotherServerKnewIsForgotten() throws Exception {
    try (RendezvousStub server = new RendezvousStub(200, device("1", "Far", WS, ""))) {
      open(server.uri());
      await(1);
      discovery.apply(
          Setup.searching(options(server.uri()).withTimeout(Duration.ofMillis(400))), () -> null);
      await(1);
      discovery.apply(Setup.searching(options(null)), () -> null);
      assertThat(discovery.devices()).isEmpty();
      assertThat(search().devices()).isEmpty();
    }
  }

  /** Each client of a server has threads, and searches may be repeated all day. */
  @Test
  void searchesAreDoneByOneClient() throws Exception {
    try (RendezvousStub server = new RendezvousStub(200, device("1", "Far", WS, ""))) {
      discovery = LanDiscovery.open(options(server.uri()).withTimeout(Duration.ofMillis(20)));
      long before = clients();
      for (int i = 0; i < 20; i++) {
        search();
      }
      assertThat(clients() - before).isLessThan(10);
    }
  }

  private static long clients() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().matches("HttpClient-\\d+-SelectorManager"))
        .count();
  }
}
