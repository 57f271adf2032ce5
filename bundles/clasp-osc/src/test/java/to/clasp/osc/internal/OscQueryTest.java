package to.clasp.osc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.auth.Authenticator;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
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
import to.clasp.transport.netty.TlsContexts;

/** What programs find out by HTTP. */
class OscQueryTest {
  private final TestRouter router = new TestRouter();
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned tls = TlsContexts.create();
  private final Registrations registrations = new Registrations();
  private Grant grant = Grant.EVERYTHING;
  private OscEdge edge;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    edge =
        new OscEdge(
            ComponentConfig.of(OscConfig.class, Map.of("port", 0)),
            registrations.context(),
            router.router(),
            loops,
            tls);
    edge.setAuthenticator(
        new Authenticator() {
          @Override
          public CompletionStage<Grant> authenticate(Credentials credentials) {
            return CompletableFuture.completedStage(grant);
          }

          @Override
          public boolean admitsWithoutToken(String transport) {
            return true;
          }
        });
    edge.start();
    client = router.client();
  }

  @AfterEach
  void close() {
    client.close();
    edge.close();
    loops.close();
    tls.close();
    router.close();
  }

  private String get(String target) throws Exception {
    return get(target, "desk:7330", false);
  }

  private String get(String target, String host, boolean secure) throws Exception {
    int question = target.indexOf('?');
    HttpRequest request =
        new HttpRequest(
            "GET",
            question < 0 ? target : target.substring(0, question),
            question < 0 ? "" : target.substring(question + 1),
            Map.of("host", List.of(host)),
            new byte[0],
            new InetSocketAddress("127.0.0.1", 1),
            secure);
    HttpResponse response =
        registrations
            .one(HttpRoute.class)
            .handle(request)
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return response.status() + " " + body;
  }

  @Test
  void theNamespaceIsDescribed() throws Exception {
    client.send(Set.of("/osc/a", Value.of(0.5)), Set.of("/osc/b/c", Value.of("x")));
    client.send(Set.of("/other", Value.of(1)));
    client.drain();
    String below =
        "{\"FULL_PATH\":\"/b\",\"ACCESS\":0,\"CONTENTS\":{"
            + "\"c\":{\"FULL_PATH\":\"/b/c\",\"ACCESS\":3,\"TYPE\":\"s\",\"VALUE\":[\"x\"]}}}";
    assertThat(get("/oscquery"))
        .isEqualTo(
            "200 {\"FULL_PATH\":\"/\",\"ACCESS\":0,\"CONTENTS\":{"
                + "\"a\":{\"FULL_PATH\":\"/a\",\"ACCESS\":3,\"TYPE\":\"f\",\"VALUE\":[0.5]},"
                + "\"b\":"
                + below
                + "}}");
    assertThat(get("/oscquery/b")).isEqualTo("200 " + below);
    assertThat(get("/oscquery/a?VALUE")).isEqualTo("200 {\"VALUE\":[0.5]}");
    assertThat(get("/oscquery/b?VALUE")).isEqualTo("204 ");
    assertThat(get("/oscquery/b/c?TYPE")).isEqualTo("200 {\"TYPE\":\"s\"}");
    assertThat(get("/oscquery/b?NONSENSE")).startsWith("400 ");
    assertThat(get("/oscquery/none")).startsWith("404 ");
    assertThat(get("/oscquery/*")).startsWith("404 ");
    assertThat(get("/oscquery/a//b")).startsWith("404 ");
  }

  @Test
  void onlyWhatTheNetworkMayReadIsDescribed() throws Exception {
    client.send(Set.of("/osc/a/1", Value.of(1)), Set.of("/osc/b/1", Value.of(1)));
    client.drain();
    grant = new Grant("", List.of(Scope.parse("read:/osc/a/**")));
    assertThat(get("/oscquery")).contains("/a/1").doesNotContain("/b");
    assertThat(get("/oscquery/b/1")).startsWith("404 ");
    assertThat(get("/oscquery/a/1?ACCESS")).isEqualTo("200 {\"ACCESS\":1}");
  }

  @Test
  void whatIsTooLargeIsNotDescribedAsAWholeButWhatIsBelowItIs() throws Exception {
    for (int i = 0; i <= 10_000; i++) {
      client.send(Set.of("/osc/many/" + i % 2 + "/" + i, Value.of(i)));
    }
    String large = "v".repeat(60_000);
    for (int i = 0; i < 80; i++) {
      client.send(Set.of("/osc/large/" + i, Value.of(large)));
    }
    client.drain();
    assertThat(get("/oscquery"))
        .isEqualTo("413 this is more than 10000 params; ask for an address below it\n");
    assertThat(get("/oscquery/many/1")).startsWith("200 ").contains("/many/1/9999");
    assertThat(get("/oscquery/large"))
        .isEqualTo("413 this is more than 4 MiB; ask for an address below it\n");
    assertThat(get("/oscquery/large/7?VALUE")).hasSize("200 {\"VALUE\":[\"\"]}".length() + 60_000);
  }

  private static Endpoint endpoint(String... uris) {
    java.util.Set<URI> all = new LinkedHashSet<>();
    for (String uri : uris) {
      all.add(URI.create(uri));
    }
    return () -> all;
  }

  private String hostInfo(String host, boolean secure) throws Exception {
    return get("/oscquery?HOST_INFO", host, secure);
  }

  @Test
  void whoAsksForTheHostIsToldWhereItListens() throws Exception {
    int port = registrations.one(Endpoint.class).uris().iterator().next().getPort();
    String begin =
        "200 {\"NAME\":\"CLASP Router\",\"OSC_PORT\":"
            + port
            + ",\"OSC_TRANSPORT\":\"UDP\",\"OSC_IP\":\"127.0.0.1\"";
    String extensions = ",\"EXTENSIONS\":{\"ACCESS\":true,\"VALUE\":true,\"LISTEN\":";
    assertThat(hostInfo("desk:7330", false)).isEqualTo(begin + extensions + "false}}");
    Endpoint web = endpoint("ws://0.0.0.0:7330/clasp");
    edge.addPort(web);
    assertThat(hostInfo("desk:7330", false))
        .isEqualTo(begin + ",\"WS_PORT\":7330" + extensions + "true}}");
    edge.removePort(web);
    assertThat(hostInfo("desk:7330", false)).endsWith("\"LISTEN\":false}}");
  }

  @Test
  void thePortForWebSocketIsTheOneThatWasAskedUnlessThatServesHttpAlone() throws Exception {
    edge.addPort(endpoint("ws://10.0.0.1:7330/clasp"));
    edge.addPort(endpoint("http://0.0.0.0:7340/", "https://0.0.0.0:7340/"));
    assertThat(hostInfo("desk:80", false)).contains("\"WS_PORT\":80,\"EXT");
    assertThat(hostInfo("desk", false)).contains("\"WS_PORT\":80,\"EXT");
    assertThat(hostInfo("[::1]:9", false)).contains("\"WS_PORT\":9,\"EXT");
    assertThat(hostInfo("desk:7340", false)).contains("\"WS_PORT\":7330,\"WS_IP\":\"10.0.0.1\"");
    assertThat(hostInfo(" wrong ", false)).contains("\"WS_PORT\":7330,\"WS_IP\":\"10.0.0.1\"");
    assertThat(hostInfo("desk:7330", true)).as("by TLS").contains("\"LISTEN\":false");
    edge.addPort(endpoint("wss://0.0.0.0:7331/clasp"));
    assertThat(hostInfo("desk:7340", true)).contains("\"WS_PORT\":7331,\"EXT");
  }
}
