package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.http.HttpResponse;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

class HttpListenerTest {

  @Test
  void aTakenPortFailsTheActivationWithHostPortAndReason() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> open(Map.of("port", taken.getLocalPort())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @ParameterizedTest
  @CsvSource({"host, ' '", "host, a b", "port, -1", "port, 65536"})
  void aWrongValueIsNamedWithItsKey(String key, String value) {
    Object typed = key.equals("port") ? Integer.valueOf(value) : value;
    assertThatThrownBy(() -> open(Map.of(key, typed)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to.clasp.http.listener: " + key + " = ");
  }

  private static void open(Map<String, Object> values) throws IOException {
    try (EventLoops.Owned loops = EventLoops.create(1);
        TlsContexts.Owned contexts = TlsContexts.create()) {
      HttpServer server = new HttpServer(Configs.server(Map.of()));
      new HttpListener(Configs.listener(values), server, loops, contexts);
    }
  }

  /** Both kinds on one port; the route is told which. */
  @Test
  void aPortMayBeSecured(@TempDir Path directory) throws Exception {
    TestCertificate authority = TestCertificate.authority("authority of a test");
    TestCertificate own = authority.issue("127.0.0.1");
    Map<String, Object> port =
        Map.of(
            "port",
            0,
            "certificateFile",
            own.writeChain(directory.resolve("cert.pem")).toString(),
            "keyFile",
            own.writeKey(directory.resolve("key.pem")).toString());
    TestRoute route =
        TestRoute.at(
            "/",
            request ->
                CompletableFuture.completedStage(
                    HttpResponse.text(200, "secure: " + request.secure())));
    try (HttpFixture http = new HttpFixture(Map.of(), port, route);
        RawSocket plain = http.connect()) {
      assertThat(http.uri.getScheme()).isEqualTo("https");
      HttpRequest request = HttpRequest.newBuilder(http.uri).build();
      assertThat(
              HttpClient.newBuilder()
                  .sslContext(trusting(authority.certificate()))
                  .build()
                  .send(request, BodyHandlers.ofString())
                  .body())
          .isEqualTo("secure: true");
      assertThat(plain.send("GET / HTTP/1.1|Host: x|Connection: close||").readAll())
          .endsWith("secure: false");
    }
  }

  private static SSLContext trusting(X509Certificate authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", authority);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @ParameterizedTest
  @CsvSource({
    "maxBodyBytes, -1",
    "requestTimeoutSeconds, 0",
    "answerTimeoutSeconds, 3601",
    "keepAliveSeconds, 0",
    "maxRequests, 1",
    "maxConnections, 0"
  })
  void aWrongBoundIsNamedWithItsKey(String key, int value) {
    assertThatThrownBy(() -> new HttpServer(Configs.server(Map.of(key, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to.clasp.http: " + key + " = " + value);
  }

  @Test
  void changedBoundsHoldForTheNextRequestOfAnOpenConnection() throws IOException {
    try (HttpFixture http = HttpFixture.with(TestRoute.echo("/"));
        RawSocket peer = http.connect()) {
      String request = "POST / HTTP/1.1|Host: x|Content-Length: 5||hello";
      assertThat(peer.send(request).response()).endsWith("hello");
      http.server.modified(Configs.server(Map.of("maxBodyBytes", 4)));
      assertThat(peer.send(request).response()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void drainingWaitsForTheAnswerThatIsBeingMadeAndThenClosesTheConnection() throws Exception {
    CompletableFuture<HttpResponse> later = new CompletableFuture<>();
    CountDownLatch asked = new CountDownLatch(1);
    TestRoute route =
        TestRoute.at(
            "/",
            request -> {
              asked.countDown();
              return later;
            });
    try (HttpFixture http = HttpFixture.with(route);
        RawSocket peer = http.connect().send("GET / HTTP/1.1|Host: x||")) {
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> drained =
          http.server.drain(Duration.ofSeconds(20)).toCompletableFuture();
      assertThat(drained).isNotDone();
      later.complete(HttpResponse.text(200, "last"));
      assertThat(peer.readAll()).containsIgnoringCase("connection: close").endsWith("last");
      drained.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void drainingEndsInTimeWithARouteThatNeverAnswers() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    TestRoute never =
        TestRoute.at(
            "/",
            request -> {
              asked.countDown();
              return new CompletableFuture<>();
            });
    try (HttpFixture http = HttpFixture.with(never);
        RawSocket peer = http.connect().send("GET / HTTP/1.1|Host: x||")) {
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      http.server.drain(Duration.ofMillis(50)).toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(peer).isNotNull();
    }
  }
}
