package to.clasp.osc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.router.internal.TestRouter;
import to.clasp.testkit.ComponentConfig;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** The component: when its ports are open, and what it takes of a changed configuration. */
class OscEdgeTest {
  private final TestRouter router = new TestRouter();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned tls = TlsContexts.create();
  private final Registrations registrations = new Registrations();
  private final Says authenticator = new Says();
  private OscEdge edge;

  /** Lets everybody in, or nobody without a token. */
  private static final class Says implements Authenticator {
    private volatile boolean admits = true;

    @Override
    public CompletionStage<Grant> authenticate(Credentials credentials) {
      return CompletableFuture.completedStage(Grant.EVERYTHING);
    }

    @Override
    public boolean admitsWithoutToken(String transport) {
      assertThat(transport).isEqualTo("osc");
      return admits;
    }
  }

  @AfterEach
  void close() {
    if (edge != null) {
      edge.close();
    }
    assertThat(registrations.all()).isEmpty();
    loops.close();
    tls.close();
    router.close();
  }

  private static OscConfig config(Map<String, Object> given) {
    Map<String, Object> all = new HashMap<>(Map.of("port", 0));
    all.putAll(given);
    return ComponentConfig.of(OscConfig.class, all);
  }

  private void start(Map<String, Object> given) throws IOException {
    edge = new OscEdge(config(given), registrations.context(), router.router(), loops, tls);
    edge.setAuthenticator(authenticator);
    edge.start();
  }

  private URI uri() {
    return registrations.one(Endpoint.class).uris().iterator().next();
  }

  @Test
  void anOpenPortIsRegisteredWithItsProtocol() throws Exception {
    start(Map.of("tcpPort", 0));
    assertThat(registrations.one(Endpoint.class).uris())
        .extracting(URI::getScheme)
        .containsExactlyInAnyOrder("osc.udp", "osc.tcp");
    assertThat(registrations.properties(Endpoint.class)).containsEntry("protocol", "osc");
  }

  @Test
  void thePortIsOpenWhileSomebodyMayComeWithoutAToken() throws Exception {
    authenticator.admits = false;
    start(Map.of());
    assertThat(registrations.all()).isEmpty();
    authenticator.admits = true;
    edge.authenticatorChanged(authenticator);
    assertThat(uri().getScheme()).isEqualTo("osc.udp");
    authenticator.admits = false;
    edge.authenticatorChanged(authenticator);
    assertThat(registrations.all()).isEmpty();
  }

  @Test
  void aPortThatIsTakenFailsTheActivationAndNamesIt() throws Exception {
    InetAddress local = InetAddress.getByName("127.0.0.1");
    try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(local, 0))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(Map.of("port", port)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void onlyAnotherPlaceMovesThePort() throws Exception {
    start(Map.of());
    URI first = uri();
    edge.modified(config(Map.of("namespace", "/other", "types", "f", "autoSubscribe", true)));
    assertThat(uri()).isEqualTo(first);
    edge.modified(config(Map.of("host", "127.0.0.2")));
    assertThat(uri().getHost()).isEqualTo("127.0.0.2");
  }

  @Test
  void aWrongConfigurationIsNotTaken() throws Exception {
    start(Map.of());
    URI first = uri();
    edge.modified(config(Map.of("types", "x")));
    edge.modified(config(Map.of("host", "no.such.host.invalid")));
    assertThat(uri().getHost()).isEqualTo(first.getHost());
  }

  @ParameterizedTest
  @CsvSource({"types, x", "framing, x", "namespace, /a//b", "oscQueryPath, x", "host, ' '"})
  void aWrongValueIsNamed(String key, String value) {
    assertThatThrownBy(() -> start(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("to.clasp.osc: ")
        .hasMessageContaining(key.equals("oscQueryPath") ? "oscQueryPath" : key);
  }

  @ParameterizedTest
  @CsvSource({
    "port, 65536",
    "tcpPort, -2",
    "sessionTimeoutSeconds, 0",
    "maxSessions, 0",
    "maxSessionsPerSource, 0",
    "maxNewSessionsPerSecond, 0",
    "maxDatagramsPerSecond, 0",
    "maxPacketBytes, 1",
    "maxScheduled, -1",
    "maxDelaySeconds, 0"
  })
  void aNumberOutOfRangeIsNamed(String key, int value) {
    assertThatThrownBy(() -> start(Map.of(key, value))).hasMessageContaining(key);
  }

  @Test
  void whatFindsOscQueryByItsPortAsksForTheRoot() throws Exception {
    start(Map.of());
    assertThat(serviceTypes()).containsExactly("_osc._udp=osc.udp", "_osc._tcp=osc.tcp");
    edge.modified(config(Map.of("oscQueryPath", "/")));
    assertThat(serviceTypes())
        .containsExactly("_osc._udp=osc.udp", "_osc._tcp=osc.tcp", "_oscjson._tcp=ws");
  }

  private String[] serviceTypes() {
    return (String[]) registrations.properties(Endpoint.class).get(Endpoint.SERVICE_TYPES);
  }

  @Test
  void aPortTakesTlsWhileItRunsAndAWrongFileChangesNothing() throws Exception {
    start(Map.of("tcpPort", 0));
    URI tcp = uri("osc.tcp");
    edge.modified(config(Map.of("tcpPort", 0, "selfSigned", true, "tlsOnly", true)));
    assertThat(uri("osc.tcps").getPort()).isEqualTo(tcp.getPort());
    edge.modified(
        config(Map.of("tcpPort", 0, "certificateFile", "/none.pem", "keyFile", "/none.pem")));
    assertThat(uri("osc.tcps").getPort()).isEqualTo(tcp.getPort());
    edge.modified(config(Map.of("tcpPort", 0)));
    assertThat(uri("osc.tcp")).isEqualTo(tcp);
  }

  private URI uri(String scheme) {
    return registrations.one(Endpoint.class).uris().stream()
        .filter(uri -> uri.getScheme().equals(scheme))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thereIsNoRouteWithoutAPath() throws Exception {
    start(Map.of("oscQueryPath", "", "webSocketPath", ""));
    assertThat(registrations.all()).hasSize(1);
  }
}
