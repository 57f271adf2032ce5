package to.clasp.osc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.router.internal.TestRouter;
import to.clasp.testkit.ComponentConfig;
import to.clasp.testkit.RawClient;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.EventLoops;

/** The component: when its ports are open, and what it takes of a changed configuration. */
class OscEdgeTest {
  private final TestRouter router = new TestRouter();
  private final EventLoops.Owned loops = EventLoops.create(1);
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
    router.close();
  }

  private static OscConfig config(Map<String, Object> given) {
    Map<String, Object> all = new HashMap<>(Map.of("port", 0));
    all.putAll(given);
    return ComponentConfig.of(OscConfig.class, all);
  }

  private void start(Map<String, Object> given) throws IOException {
    edge = new OscEdge(config(given), registrations.context(), router.router(), loops);
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

  private String get(String target) throws Exception {
    int question = target.indexOf('?');
    HttpRequest request =
        new HttpRequest(
            "GET",
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            Map.of(),
            new byte[0],
            new InetSocketAddress("127.0.0.1", 1),
            false);
    HttpResponse response =
        registrations
            .one(HttpRoute.class)
            .handle(request)
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return response.status() + " " + body;
  }

  @Test
  void oscQueryDescribesTheNamespace() throws Exception {
    start(Map.of());
    RawClient client = router.client();
    client.send(Set.of("/osc/a", Value.of(0.5)), Set.of("/osc/b/c", Value.of("x")));
    client.send(Set.of("/other", Value.of(1)));
    client.drain();
    assertThat(get("/oscquery"))
        .isEqualTo(
            "200 {\"FULL_PATH\":\"/\",\"ACCESS\":0,\"CONTENTS\":{"
                + "\"a\":{\"FULL_PATH\":\"/a\",\"ACCESS\":3,\"TYPE\":\"f\",\"VALUE\":[0.5]},"
                + "\"b\":{\"FULL_PATH\":\"/b\",\"ACCESS\":0,\"CONTENTS\":{"
                + "\"c\":{\"FULL_PATH\":\"/b/c\",\"ACCESS\":3,\"TYPE\":\"s\",\"VALUE\":[\"x\"]}}}}}");
    assertThat(get("/oscquery/a?VALUE")).isEqualTo("200 {\"VALUE\":[0.5]}");
    assertThat(get("/oscquery/b?VALUE")).isEqualTo("204 ");
    assertThat(get("/oscquery/b/c?TYPE")).isEqualTo("200 {\"TYPE\":\"s\"}");
    assertThat(get("/oscquery/b?NONSENSE")).startsWith("400 ");
    assertThat(get("/oscquery/none")).startsWith("404 ");
    assertThat(get("/oscquery?HOST_INFO"))
        .isEqualTo(
            "200 {\"NAME\":\"CLASP Router\",\"OSC_PORT\":"
                + uri().getPort()
                + ",\"OSC_TRANSPORT\":\"UDP\",\"OSC_IP\":\"127.0.0.1\","
                + "\"EXTENSIONS\":{\"ACCESS\":true,\"VALUE\":true}}");
    client.close();
  }

  @Test
  void thereIsNoRouteWithoutAPath() throws Exception {
    start(Map.of("oscQueryPath", "", "webSocketPath", ""));
    assertThat(registrations.all()).hasSize(1);
  }
}
