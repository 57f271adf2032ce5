package to.clasp.discovery.internal.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.discovery.internal.mdns.FakeNet.PEER;
import static to.clasp.discovery.internal.mdns.FakeNet.served;
import static to.clasp.discovery.internal.net.TestLinks.address;
import static to.clasp.discovery.internal.net.TestLinks.link;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Device;
import to.clasp.discovery.internal.dns.DnsMessage;
import to.clasp.discovery.internal.dns.DnsMessage.Question;
import to.clasp.discovery.internal.dns.DnsName;
import to.clasp.discovery.internal.dns.DnsRecord;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.ManualClock;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;

class BrowserTest {
  private static final DnsName SERVICE = DnsName.of("_clasp", "_tcp", "local");
  private static final DnsName STAGE = SERVICE.child("Stage");
  private static final DnsName HOST = DnsName.of("desk", "local");
  private static final Link LAN = link("a0", "10.7.0.1/24");

  private final ManualClock clock = new ManualClock();
  private final FakeNet net = new FakeNet(LAN);
  private final Map<DnsName, Device> there = new LinkedHashMap<>();
  private final Browser browser =
      new Browser(
          clock,
          net,
          new Random(1),
          new Browser.Listener() {
            @Override
            public void seen(DnsName instance, Device device) {
              there.put(instance, device);
            }

            @Override
            public void gone(DnsName instance) {
              there.remove(instance);
            }
          });

  @BeforeEach
  void search() {
    browser.search();
    clock.pass(150);
    net.take();
  }

  private void hear(DnsRecord... records) {
    browser.received(LAN, DnsMessage.response(List.of(records)), PEER);
  }

  private static DnsRecord pointer(long ttl) {
    return new DnsRecord(SERVICE, false, ttl, new DnsRecord.Pointer(STAGE));
  }

  private static DnsRecord server(int port) {
    return new DnsRecord(STAGE, true, 120, new DnsRecord.Server(port, HOST));
  }

  private static DnsRecord text(Map<String, String> entries) {
    return new DnsRecord(STAGE, true, 4500, new DnsRecord.Text(entries));
  }

  private static DnsRecord at(String address) {
    return new DnsRecord(HOST, true, 120, new DnsRecord.Address(address(address)));
  }

  private List<Question> asked() {
    return net.take().stream().flatMap(each -> each.questions().stream()).toList();
  }

  @Test
  void asksAtOnceAndThenEverMoreRarely() {
    List<Long> times = new ArrayList<>();
    for (int second = 0; second < 200; second++) {
      clock.pass(1000);
      int now = second;
      asked().forEach(each -> times.add((long) now));
    }
    assertThat(times).hasSizeBetween(4, 6);
  }

  @Test
  void findsWhatOurResponderAnnounces() {
    FakeNet other = new FakeNet(link("b0", "10.7.0.9/24", "fd07::9/64"));
    String id = "11111111-2222-3333-4444-555555555555";
    Responder responder = new Responder(clock, other, new Random(1), "clasp-2", id);
    responder.publish(
        served("Stage", "wss://0.0.0.0:8080/a%20b", "tcps://0.0.0.0:1", "quic://0.0.0.0:2"));
    clock.pass(2000);
    other.take().forEach(each -> browser.received(LAN, each, PEER));
    Device device = there.get(STAGE);
    assertThat(device.id()).isEqualTo(id);
    assertThat(device.info().features()).isEqualTo(Features.ALL);
    assertThat(device.info().meta()).isEmpty();
    assertThat(device.endpoints())
        .containsOnly(
            Map.entry("ws", URI.create("wss://10.7.0.9:8080/a%20b")),
            Map.entry("tcp", URI.create("tcps://10.7.0.9:1")),
            Map.entry("quic", URI.create("quic://10.7.0.9:2")));
  }

  /** What the reference announces: version 2, no path, no id. */
  @Test
  void findsWhatTheReferenceAnnounces() {
    hear(
        pointer(4500),
        server(8080),
        text(Map.of("version", "2", "name", "Désk", "features", "pqse", "ws", "8080", "x", "y")),
        at("10.7.0.5"));
    Device device = there.get(STAGE);
    assertThat(device.id()).isEqualTo("Stage._clasp._tcp.local.");
    assertThat(device.name()).isEqualTo("Désk");
    assertThat(device.info().features())
        .isEqualTo(Features.of(SignalType.PARAM, SignalType.STREAM, SignalType.EVENT));
    assertThat(device.info().meta()).containsOnly(Map.entry("x", "y"));
    assertThat(device.endpoints())
        .containsOnly(Map.entry("ws", URI.create("ws://10.7.0.5:8080/clasp")));
  }

  @Test
  void takes7330WhereThePortIsMissingOrBad() {
    hear(pointer(4500), server(1234), text(Map.of()), at("10.7.0.5"));
    assertThat(there.get(STAGE).uri()).contains(URI.create("ws://10.7.0.5:7330/clasp"));
    assertThat(there.get(STAGE).name()).isEqualTo("desk.local");
    hear(text(Map.of("ws", "99999")));
    assertThat(there.get(STAGE).uri()).contains(URI.create("ws://10.7.0.5:7330/clasp"));
    hear(text(Map.of("ws", "0", "tcp", "8081")));
    assertThat(there.get(STAGE).uri()).contains(URI.create("tcp://10.7.0.5:8081"));
  }

  @Test
  void putsAddressesOfIpv6InBrackets() {
    hear(pointer(4500), server(1), text(Map.of("ws", "8080")), at("fd07::9"));
    assertThat(there.get(STAGE).uri()).contains(URI.create("ws://[fd07:0:0:0:0:0:0:9]:8080/clasp"));
  }

  @Test
  void prefersAnAddressOnItsOwnNetwork() {
    hear(pointer(4500), server(1), text(Map.of()), at("192.168.9.9"), at("10.7.0.5"));
    assertThat(there.get(STAGE).uri().orElseThrow().getHost()).isEqualTo("10.7.0.5");
  }

  @Test
  void asksForWhatIsMissing() {
    hear(pointer(4500));
    clock.pass(100);
    assertThat(asked())
        .contains(new Question(STAGE, DnsRecord.SRV), new Question(STAGE, DnsRecord.TXT));
    hear(server(1), text(Map.of()));
    clock.pass(1500);
    assertThat(asked())
        .contains(new Question(HOST, DnsRecord.A), new Question(HOST, DnsRecord.AAAA));
    hear(at("10.7.0.5"));
    assertThat(there).containsOnlyKeys(STAGE);
  }

  @Test
  void asksForTheSameNoMoreThanFourTimes() {
    hear(pointer(4500));
    clock.pass(600_000);
    assertThat(asked()).filteredOn(each -> each.type() == DnsRecord.SRV).hasSize(4);
  }

  @Test
  void aGoodbyeIsTheEnd() {
    hear(pointer(4500), server(1), text(Map.of()), at("10.7.0.5"));
    hear(pointer(0));
    assertThat(there).isEmpty();
  }

  @Test
  void whatIsNotRenewedExpires() {
    hear(pointer(120), server(1), text(Map.of()), at("10.7.0.5"));
    clock.pass(100_000);
    assertThat(there).hasSize(1);
    assertThat(asked())
        .contains(
            new Question(SERVICE, DnsRecord.PTR),
            new Question(STAGE, DnsRecord.SRV),
            new Question(HOST, DnsRecord.A));
    clock.pass(21_000);
    assertThat(there).isEmpty();
  }

  @Test
  void anAddressThatIsReplacedIsForgotten() {
    hear(pointer(4500), server(1), text(Map.of()), at("10.7.0.5"));
    clock.pass(2000);
    hear(at("10.7.0.6"));
    assertThat(there.get(STAGE).uri().orElseThrow().getHost()).isEqualTo("10.7.0.6");
  }

  @Test
  void namesWithoutEndDoNotFillTheMemory() {
    hear(pointer(4500), server(1), text(Map.of()), at("10.7.0.5"));
    for (int i = 0; i < 3 * Browser.MOST_INSTANCES; i++) {
      DnsName name = SERVICE.child("n" + i);
      DnsName host = DnsName.of("h" + i, "local");
      hear(
          new DnsRecord(SERVICE, false, 4500, new DnsRecord.Pointer(name)),
          new DnsRecord(name, true, 120, new DnsRecord.Server(1, host)),
          new DnsRecord(name, true, 120, new DnsRecord.Text(Map.of())),
          new DnsRecord(host, true, 120, new DnsRecord.Address(address("10.7.0.5"))));
    }
    assertThat(there).hasSize(Browser.MOST_INSTANCES).containsKey(STAGE);
    net.take();
    clock.pass(1000);
    assertThat(net.take()).hasSizeLessThan(20);
  }

  @Test
  void onlyWhoHasTheRightPortIsHeard() {
    browser.received(
        LAN,
        DnsMessage.response(List.of(pointer(4500), server(1), text(Map.of()), at("10.7.0.5"))),
        new InetSocketAddress(address("10.7.0.2"), 40_000));
    assertThat(there).isEmpty();
  }

  @Test
  void recordsOfOtherServicesAreLeftAlone() {
    DnsName printer = DnsName.of("P", "_ipp", "_tcp", "local");
    hear(
        new DnsRecord(SERVICE, false, 4500, new DnsRecord.Pointer(printer)),
        new DnsRecord(printer, true, 120, new DnsRecord.Server(1, HOST)),
        at("10.7.0.5"));
    clock.pass(100);
    assertThat(there).isEmpty();
    assertThat(asked()).isEmpty();
  }
}
