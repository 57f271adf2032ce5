package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationOverlayTest {
  private static final List<String> LISTENERS =
      List.of(
          "transport.websocket", "transport.tcp", "transport.quic", "http.listener", "osc", "mqtt");
  private static final String HTTP = "to.clasp.http.listener";

  private static Map<String, Object> overlaid(Map<String, Object> file, String... flags) {
    Hashtable<String, Object> properties = new Hashtable<>(file);
    new ConfigurationOverlay(RelayOptions.parse(flags)).modifyConfiguration(null, properties);
    return properties;
  }

  private static Map<String, Object> websocket(String instance) {
    return Map.of(
        "service.pid",
        "to.clasp.transport.websocket~" + instance,
        "service.factoryPid",
        "to.clasp.transport.websocket",
        "host",
        "0.0.0.0",
        "port",
        "7330");
  }

  @Test
  void aFlagWinsOverTheFile() {
    assertThat(overlaid(websocket("default"), "--ws-port", "9"))
        .containsEntry("port", 9)
        .containsEntry("host", "0.0.0.0");
  }

  @Test
  void thePortIsThatOfTheDefaultListenerAndTheHostThatOfAll() {
    assertThat(overlaid(websocket("lan"), "--ws-port", "9", "--host", "127.0.0.1"))
        .containsEntry("port", "7330")
        .containsEntry("host", "127.0.0.1");
  }

  @Test
  void theHostIsThatOfHttpPortsToo() {
    Map<String, Object> file =
        Map.of("service.pid", HTTP + "~ops", "service.factoryPid", HTTP, "port", "7350");
    assertThat(overlaid(file, "--host", "127.0.0.1", "-p", "9"))
        .containsEntry("host", "127.0.0.1")
        .containsEntry("port", "7350");
  }

  @Test
  void everyListenerHasItsOwnPortFlagAndTheHostOfAll() {
    for (String transport : List.of("tcp", "udp")) {
      String factory = "to.clasp.transport." + transport;
      Map<String, Object> file =
          Map.of("service.pid", factory + "~default", "service.factoryPid", factory, "port", "1");
      assertThat(overlaid(file, "--" + transport + "-port", "9", "--host", "127.0.0.1", "-p", "8"))
          .containsEntry("port", 9)
          .containsEntry("host", "127.0.0.1");
    }
  }

  @Test
  void thePortOfQuicIsThatOfItsDefaultListener() {
    Map<String, Object> file =
        Map.of(
            "service.pid", "to.clasp.transport.quic~default",
            "service.factoryPid", "to.clasp.transport.quic",
            "port", 1);
    assertThat(overlaid(file, "--quic-port", "7331", "--host", "127.0.0.1"))
        .containsEntry("port", 7331)
        .containsEntry("host", "127.0.0.1");
    assertThat(overlaid(file, "--ws-port", "7331")).containsEntry("port", 1);
  }

  @Test
  void flagsOfTheRouterReachTheRouter() {
    Map<String, Object> router = Map.of("service.pid", "to.clasp.router", "maxSessions", "5");
    assertThat(
            overlaid(
                router, "--name", "X", "--max-sessions", "0", "--session-timeout", "7", "-p", "1"))
        .containsEntry("name", "X")
        .containsEntry("maxSessions", 0)
        .containsEntry("idleTimeoutSeconds", 7)
        .doesNotContainKey("port");
  }

  @Test
  void originsReachEveryWebsocketListenerAndTheDrainTimeoutTheRouter() {
    assertThat(overlaid(websocket("lan"), "--allowed-origins", "https://a.example"))
        .containsEntry("allowedOrigins", "https://a.example");
    assertThat(overlaid(Map.of("service.pid", "to.clasp.router"), "--drain-timeout", "9"))
        .containsEntry("drainTimeoutSeconds", 9);
  }

  @Test
  void timesToLiveReachTheRouter() {
    Map<String, Object> router = Map.of("service.pid", "to.clasp.router", "maxParams", "5");
    assertThat(overlaid(router, "--param-ttl", "60", "--signal-ttl", "0"))
        .containsEntry("paramTtlSeconds", 60)
        .containsEntry("signalTtlSeconds", 0)
        .containsEntry("maxParams", "5");
  }

  @Test
  void noTtlMeansNeitherTimesNorLimits() {
    Map<String, Object> router = Map.of("service.pid", "to.clasp.router", "maxParams", "5");
    assertThat(overlaid(router, "--no-ttl"))
        .containsEntry("paramTtlSeconds", 0)
        .containsEntry("signalTtlSeconds", 0)
        .containsEntry("maxParams", 0)
        .containsEntry("maxSignals", 0);
  }

  @Test
  void theFlagsOfTlsReachEveryListenerAndNothingElse() {
    String[] flags = {
      "--cert",
      "c.pem",
      "--key",
      "/k.pem",
      "--tls-only",
      "--client-ca",
      "/ca.pem",
      "--client-certificates",
      "required"
    };
    for (String listener : LISTENERS) {
      Map<String, Object> file =
          Map.of("service.factoryPid", "to.clasp." + listener, "selfSigned", "true");
      assertThat(overlaid(file, flags))
          .containsEntry("certificateFile", Path.of("c.pem").toAbsolutePath().toString())
          .containsEntry("keyFile", "/k.pem")
          .containsEntry("selfSigned", false)
          .containsEntry("tlsOnly", true)
          .containsEntry("clientCaFile", "/ca.pem")
          .containsEntry("clientCertificates", "required");
    }
    for (String other : List.of("to.clasp.transport.netty", "to.clasp.http")) {
      Map<String, Object> file = Map.of("service.pid", other);
      assertThat(overlaid(file, flags)).isEqualTo(file);
    }
  }

  @Test
  void aCertificateOfTheRelaysOwnWinsOverFiles() {
    Map<String, Object> file =
        Map.of(
            "service.factoryPid", "to.clasp.transport.tcp", "certificateFile", "c", "keyFile", "k");
    assertThat(overlaid(file, "--self-signed"))
        .containsEntry("selfSigned", true)
        .containsEntry("certificateFile", "")
        .containsEntry("keyFile", "");
  }

  @Test
  void withoutFlagsTheFileStandsAsItIs() {
    assertThat(overlaid(websocket("default"))).isEqualTo(websocket("default"));
  }

  @Test
  void noWebsocketHidesTheFilesOfWebsocketListenersAndNoOther() {
    String filter = new ConfigurationOverlay(RelayOptions.parse("--no-websocket")).fileNameFilter();
    assertThat("to.clasp.transport.websocket-default.cfg").doesNotMatch(filter);
    assertThat("to.clasp.transport.websocket.cfg").doesNotMatch(filter);
    assertThat("to.clasp.transport.websocketlike-default.cfg").matches(filter);
    assertThat("to.clasp.router.cfg").matches(filter);
  }

  @Test
  void onlyConfigurationIsReadFromEtc() {
    String filter = new ConfigurationOverlay(RelayOptions.parse()).fileNameFilter();
    assertThat("to.clasp.transport.websocket-default.cfg").matches(filter);
    assertThat("something.jar").doesNotMatch(filter);
    assertThat(".to.clasp.router.cfg").doesNotMatch(filter);
    assertThat("to.clasp.router.cfg~").doesNotMatch(filter);
  }

  @Test
  void flagsOfDiscoveryWinOverItsFile() {
    Map<String, Object> file =
        Map.of("service.pid", "to.clasp.discovery", "mdns", "false", "discoveryPort", "1");
    assertThat(overlaid(file, "--mdns", "--discovery-port", "9", "--name", "Stage"))
        .containsEntry("mdns", true)
        .containsEntry("discoveryPort", 9)
        .containsEntry("name", "Stage");
    assertThat(overlaid(file)).isEqualTo(file);
  }

  @Test
  void rendezvousPortZeroHidesTheFilesOfTheServerAndNoOthers() {
    String off =
        new ConfigurationOverlay(RelayOptions.parse("--rendezvous-port", "0")).fileNameFilter();
    assertThat("to.clasp.rendezvous.cfg").doesNotMatch(off);
    assertThat("to.clasp.http.listener-rendezvous.cfg").doesNotMatch(off);
    assertThat("to.clasp.http.listener-ops.cfg").matches(off);
    assertThat("to.clasp.rendezvous.registration.cfg").matches(off);
    assertThat("to.clasp.http.cfg").matches(off);
    String on = new ConfigurationOverlay(RelayOptions.parse()).fileNameFilter();
    assertThat("to.clasp.rendezvous.cfg").matches(on);
    assertThat("to.clasp.http.listener-rendezvous.cfg").matches(on);
  }

  @Test
  void theRendezvousPortIsThatOfItsListenerAlone() {
    Map<String, Object> ops =
        Map.of("service.pid", HTTP + "~ops", "service.factoryPid", HTTP, "port", "7350");
    Map<String, Object> own =
        Map.of("service.pid", HTTP + "~rendezvous", "service.factoryPid", HTTP, "port", "7340");
    assertThat(overlaid(ops, "--rendezvous-port", "9")).containsEntry("port", "7350");
    assertThat(overlaid(own, "--rendezvous-port", "9")).containsEntry("port", 9);
  }
}
