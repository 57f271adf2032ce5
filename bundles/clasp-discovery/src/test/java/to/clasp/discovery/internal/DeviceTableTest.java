package to.clasp.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.DiscoveryEvent.Found;
import to.clasp.discovery.DiscoveryEvent.Lost;
import to.clasp.discovery.DiscoveryEvent.Updated;
import to.clasp.discovery.Sighting;
import to.clasp.discovery.Source;

class DeviceTableTest {
  private final List<DiscoveryEvent> events = new ArrayList<>();
  private long now;
  private final DeviceTable table = new DeviceTable("own", () -> now, events::add);

  private static Device device(String id, String name, String... uris) {
    Map<String, URI> endpoints = new java.util.LinkedHashMap<>();
    for (String uri : uris) {
      endpoints.put(URI.create(uri).getScheme(), URI.create(uri));
    }
    return new Device(id, name, DeviceInfo.UNKNOWN, endpoints);
  }

  private Sighting only() {
    assertThat(table.all()).hasSize(1);
    return table.all().get(0);
  }

  @Test
  void tellsWhatIsFoundUpdatedAndLost() {
    table.put(Source.MDNS, "a", device("1", "A", "ws://10.0.0.1:7330"));
    table.put(Source.MDNS, "a", device("1", "A", "ws://10.0.0.1:7330"));
    table.put(Source.MDNS, "a", device("1", "B", "ws://10.0.0.1:7330"));
    table.remove(Source.MDNS, "a");
    assertThat(table.remove(Source.MDNS, "a")).isFalse();
    assertThat(events)
        .extracting(each -> (Object) each.getClass())
        .containsExactly(Found.class, Updated.class, Lost.class);
    assertThat(table.all()).isEmpty();
  }

  @Test
  void remembersSinceWhenADeviceIsKnown() {
    now = 5;
    table.put(Source.MDNS, "a", device("1", "A"));
    now = 9;
    table.put(Source.MDNS, "a", device("1", "A"));
    assertThat(only().discoveredAt()).isEqualTo(5);
    assertThat(only().lastSeen()).isEqualTo(9);
  }

  @Test
  void theSameIdInSeveralSourcesIsOneDevice() {
    table.put(Source.BROADCAST, "x", device("1", "A", "ws://10.0.0.1:7330"));
    table.put(Source.MDNS, "a", device("1", "M", "ws://10.0.0.1:8080", "tcp://10.0.0.1:1"));
    Sighting sighting = only();
    assertThat(sighting.sources()).containsExactly(Source.MDNS, Source.BROADCAST);
    assertThat(sighting.device().name()).isEqualTo("M");
    assertThat(sighting.device().endpoints().get("ws")).hasPort(8080);
    table.remove(Source.MDNS, "a");
    assertThat(only().device().endpoints()).containsOnlyKeys("ws");
    assertThat(only().device().endpoints().get("ws")).hasPort(7330);
  }

  /** The reference has another id in each source and at each answer. */
  @Test
  void theSameEndpointInSeveralSourcesIsOneDevice() {
    table.put(Source.MDNS, "a", device("A._clasp._tcp.local.", "A", "ws://10.0.0.1:7330/clasp"));
    table.put(Source.BROADCAST, "x", device("random", "A", "ws://10.0.0.1:7330/clasp"));
    table.put(Source.RENDEZVOUS, "r", device("uuid", "A", "ws://10.0.0.1:7330/clasp"));
    assertThat(only().device().id()).isEqualTo("A._clasp._tcp.local.");
    assertThat(only().sources()).hasSize(3);
    assertThat(table.get("uuid")).contains(only());
    assertThat(table.get("none")).isEmpty();
  }

  @Test
  void theIdStaysWhenASourceGivesAnother() {
    table.put(Source.BROADCAST, "10.0.0.1 A", device("first", "A", "ws://10.0.0.1:7330/clasp"));
    table.put(Source.BROADCAST, "10.0.0.1 A", device("second", "A", "ws://10.0.0.1:7330/clasp"));
    assertThat(only().device().id()).isEqualTo("first");
    assertThat(events).hasSize(1);
  }

  @Test
  void equalNamesAreNotOneDevice() {
    table.put(Source.MDNS, "a", device("1", "CLASP Relay", "ws://10.0.0.1:7330"));
    table.put(Source.MDNS, "b", device("2", "CLASP Relay", "ws://10.0.0.2:7330"));
    assertThat(table.all()).hasSize(2);
  }

  @Test
  void itselfIsNoDevice() {
    table.put(Source.MDNS, "me", device("own", "Me", "ws://10.0.0.1:7330"));
    assertThat(table.all()).isEmpty();
    assertThat(events).isEmpty();
  }

  @Test
  void whatASearchDoesNotFindAgainIsLost() {
    table.put(Source.BROADCAST, "x", device("1", "A"));
    table.put(Source.BROADCAST, "y", device("2", "B"));
    table.put(Source.MANUAL, "3", device("3", "C"));
    table.keepOnly(Source.BROADCAST, Set.of("y"));
    assertThat(table.all()).extracting(each -> each.device().id()).containsExactly("2", "3");
  }

  @Test
  void whatIsAddedLastCounts() {
    table.put(Source.MANUAL, "m", device("m", "A", "ws://10.0.0.1:1"));
    table.put(Source.MANUAL, "m", device("m", "B", "ws://10.0.0.1:2"));
    assertThat(only().device().name()).isEqualTo("B");
    table.put(Source.MDNS, "a", device("m", "C", "ws://10.0.0.1:3"));
    assertThat(only().device().endpoints().get("ws")).hasPort(2);
  }

  @Test
  void devicesWithoutEndDoNotFillTheMemory() {
    for (int i = 0; i < 2 * DeviceTable.MOST_DEVICES; i++) {
      table.put(Source.BROADCAST, "k" + i, device("id" + i, "A"));
    }
    assertThat(table.all()).hasSize(DeviceTable.MOST_DEVICES);
    for (int i = 0; i < 10_000; i++) {
      table.put(Source.MDNS, "k" + i, device("id0", "A"));
    }
    assertThat(table.put(Source.MDNS, "one more", device("id0", "A"))).isFalse();
    table.remove(Source.BROADCAST, "k1");
    assertThat(table.put(Source.MDNS, "one more", device("id0", "A"))).isTrue();
  }
}
