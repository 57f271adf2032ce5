package to.clasp.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.transport.Endpoint;

class OtherServicesTest {
  private final OtherServices others = new OtherServices();
  private final Endpoint osc = endpoint("osc.udp://0.0.0.0:8000", "osc.tcp://0.0.0.0:8001");
  private final Endpoint web = endpoint("ws://0.0.0.0:7330/clasp", "wss://0.0.0.0:7330/clasp");

  private static Endpoint endpoint(String... uris) {
    return () -> Arrays.stream(uris).map(URI::create).collect(Collectors.toSet());
  }

  private List<String> announced(Endpoint... more) {
    return others.served("Stage", List.of(more)).stream()
        .map(each -> each.name() + " " + each.type() + " " + each.main().getPort())
        .toList();
  }

  @Test
  void aTypeStandsForThePortsOfItsSchemeOfTheEndpointItselfAndOfOthers() {
    others.add(osc, new String[] {"_osc._udp=osc.udp", "_oscjson._tcp=ws"});
    assertThat(announced(web)).containsExactly("Stage _osc._udp 8000", "Stage _oscjson._tcp 7330");
    assertThat(announced()).containsExactly("Stage _osc._udp 8000");
    others.remove(osc);
    assertThat(announced(web)).isEmpty();
  }

  @Test
  void aPortThatOthersReachIsPreferred() {
    others.add(endpoint("x://127.0.0.1:1", "x://0.0.0.0:2", "x://127.0.0.1:3"), "_x._tcp=x");
    assertThat(announced()).containsExactly("Stage _x._tcp 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_osc._udp",
        "_osc=x",
        "osc._udp=x",
        "_osc._sctp=x",
        "_a.b._tcp=x",
        "_osc._udp="
      })
  void whatIsNoServiceTypeIsLeftOut(String item) {
    others.add(osc, new String[] {item, "_osc._udp=osc.udp"});
    assertThat(announced()).containsExactly("Stage _osc._udp 8000");
  }
}
