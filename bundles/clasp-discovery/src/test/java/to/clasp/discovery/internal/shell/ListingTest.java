package to.clasp.discovery.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.Sighting;
import to.clasp.discovery.Source;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;

class ListingTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Sighting sighting(Device device, Source... sources) {
    return new Sighting(device, Set.copyOf(Arrays.asList(sources)), 0, 0);
  }

  private static Device stage() {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    endpoints.put("ws", URI.create("ws://10.7.1.1:8080/clasp"));
    endpoints.put("tcp", URI.create("tcp://10.7.1.1:7331"));
    DeviceInfo info =
        new DeviceInfo(1, Features.of(SignalType.PARAM), true, "osc", Map.of("room", "12"));
    return new Device("id-1", "Stage", info, endpoints);
  }

  private static Device nowhere(String id, String name) {
    return new Device(id, name, DeviceInfo.UNKNOWN, Map.of());
  }

  private void print(boolean json, Sighting... found) {
    Listing.print(
        new Discovery.Search(List.of(found), List.of()),
        json,
        new PrintWriter(out),
        new PrintWriter(err));
  }

  @Test
  void aTableHasAColumnForEachThingToKnow() {
    print(
        false,
        sighting(stage(), Source.BROADCAST, Source.MDNS),
        sighting(nowhere("2", "Hall"), Source.MANUAL));
    assertThat(out.toString().lines())
        .containsExactly(
            "NAME   URL                       FOUND BY        ID",
            "Stage  ws://10.7.1.1:8080/clasp  mdns,broadcast  id-1",
            "Hall   -                         manual          2");
  }

  @Test
  void anObjectInALineHasAllThatIsKnown() {
    print(true, sighting(stage(), Source.MDNS), sighting(nowhere("2", ""), Source.RENDEZVOUS));
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"id\":\"id-1\",\"name\":\"Stage\",\"url\":\"ws://10.7.1.1:8080/clasp\","
                + "\"sources\":[\"mdns\"],\"version\":1,\"features\":[\"param\"],\"bridge\":true,"
                + "\"bridgeProtocol\":\"osc\",\"endpoints\":{\"ws\":\"ws://10.7.1.1:8080/clasp\","
                + "\"tcp\":\"tcp://10.7.1.1:7331\"},\"meta\":{\"room\":\"12\"}}",
            "{\"id\":\"2\",\"name\":\"\",\"url\":null,\"sources\":[\"rendezvous\"],\"version\":1,"
                + "\"features\":[\"param\",\"event\",\"stream\"],\"bridge\":false,"
                + "\"bridgeProtocol\":null,\"endpoints\":{},\"meta\":{}}");
  }

  /** Half a character, a colour, a quote, and what turns a line around. */
  @Test
  void whatATerminalWouldObeyIsNotPrinted() {
    Sighting strange =
        sighting(nowhere("\u0007", "\"\\\u001b[2J\u009b\u202e\ud800é😀\n"), Source.MDNS);
    print(true, strange);
    assertThat(out.toString())
        .contains("\"id\":\"\\u0007\"")
        .contains("\"name\":\"\\\"\\\\\\u001B[2J\\u009B\\u202E\\uD800é😀\\u000A\"")
        .hasLineCount(1);
    print(false, strange);
    assertThat(out.toString()).contains("\"\\?[2J??").doesNotContain("\u001b", "\u009b", "\u202e");
  }

  @Test
  void whatCouldNotBeUsedIsSaidToPeople() {
    Listing.print(
        new Discovery.Search(
            List.of(), List.of(new DiscoveryEvent.Failed(Source.MDNS, "no net\u001b"))),
        false,
        new PrintWriter(out),
        new PrintWriter(err));
    assertThat(err.toString().lines()).containsExactly("clasp: mdns: no net?", "no devices found");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void nothingIsNoJson() {
    print(true);
    assertThat(out.toString() + err).isEmpty();
  }
}
