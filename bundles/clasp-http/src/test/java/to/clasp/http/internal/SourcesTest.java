package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.http.HttpResponse;

/** Who sends requests, and how many at a time. */
class SourcesTest {
  private static final TestRoute WHO =
      TestRoute.at(
          "/who",
          request ->
              CompletableFuture.completedStage(
                  HttpResponse.text(200, request.remote().getAddress().getHostAddress())));

  @ParameterizedTest
  @CsvSource({
    "'', '', 127.0.0.1",
    "'', 203.0.113.7, 127.0.0.1",
    "127.0.0.1, '', 127.0.0.1",
    "127.0.0.1, 203.0.113.7, 203.0.113.7",
    "127.0.0.0/8, '198.51.100.1, 203.0.113.7', 203.0.113.7",
    "'127.0.0.1,203.0.113.0/24', '198.51.100.1, 203.0.113.7', 198.51.100.1",
    "'127.0.0.1, 10.0.0.0/8', '198.51.100.1, 10.1.2.3', 198.51.100.1",
    "127.0.0.1, '203.0.113.7:4711', 203.0.113.7",
    "127.0.0.1, '[2001:db8::7]:4711', 2001:db8:0:0:0:0:0:7",
    "127.0.0.1, '2001:db8::7', 2001:db8:0:0:0:0:0:7",
    "127.0.0.1, '::ffff:203.0.113.7', 203.0.113.7",
    "'127.0.0.1, 10.0.0.0/8', '198.51.100.1, ::ffff:10.1.2.3', 198.51.100.1",
    "127.0.0.1, '203.0.113.7, unknown', 127.0.0.1",
    "'127.0.0.1, 203.0.113.7', 'unknown, 203.0.113.7', 203.0.113.7",
    "10.0.0.0/8, 203.0.113.7, 127.0.0.1",
    "0.0.0.0/0, '198.51.100.1, 203.0.113.7', 198.51.100.1"
  })
  void onlyTrustedProxiesSayWhoSentARequest(String trusted, String forwarded, String expected)
      throws Exception {
    Map<String, Object> settings = Map.of("trustedProxies", new String[] {trusted});
    try (HttpFixture http = new HttpFixture(settings, WHO)) {
      String[] headers =
          forwarded.isEmpty() ? new String[0] : new String[] {"X-Forwarded-For", forwarded};
      assertThat(http.send("GET", "/who", "", headers).body()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::1/129", "10.0"})
  void aProxyThatIsNoNetworkIsRefusedWithItsKey(String wrong) {
    assertThatThrownBy(
            () -> new HttpServer(Configs.server(Map.of("trustedProxies", new String[] {wrong}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("trustedProxies", wrong);
  }

  @Test
  void oneSourceCannotTakeAllConnections() throws Exception {
    try (HttpFixture http =
        new HttpFixture(Map.of("maxConnectionsPerSource", 1), TestRoute.text("/", "root"))) {
      try (RawSocket first = http.connect();
          RawSocket second = http.connect()) {
        assertThat(first.send("GET / HTTP/1.1|Host: x||").response()).endsWith("root");
        assertThat(second.send("GET / HTTP/1.1|Host: x||").readAll()).startsWith("HTTP/1.1 503 ");
        assertThat(first.send("GET / HTTP/1.1|Host: x|Connection: close||").readAll())
            .endsWith("root");
      }
      while (http.get("/").statusCode() != 200) {
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "1, 127.0.0.1"})
  void thatBoundCanBeLiftedAndIsNotForTrustedProxies(int most, String trusted) throws Exception {
    Map<String, Object> settings =
        Map.of("maxConnectionsPerSource", most, "trustedProxies", new String[] {trusted});
    try (HttpFixture http = new HttpFixture(settings, TestRoute.text("/", "root"));
        RawSocket first = http.connect();
        RawSocket second = http.connect()) {
      assertThat(first.send("GET / HTTP/1.1|Host: x||").response()).endsWith("root");
      assertThat(second.send("GET / HTTP/1.1|Host: x||").response()).endsWith("root");
    }
  }

  @Test
  void aChangeHoldsForTheNextRequest() throws Exception {
    try (HttpFixture http = new HttpFixture(Map.of("maxConnectionsPerSource", 1), WHO);
        RawSocket first = http.connect()) {
      String request = "GET /who HTTP/1.1|Host: x|X-Forwarded-For: 203.0.113.7||";
      assertThat(first.send(request).response()).endsWith("127.0.0.1");
      http.server.modified(
          Configs.server(
              Map.of("maxConnectionsPerSource", 2, "trustedProxies", new String[] {"127.0.0.1"})));
      assertThat(first.send(request).response()).endsWith("203.0.113.7");
      try (RawSocket second = http.connect()) {
        assertThat(second.send(request).response()).endsWith("203.0.113.7");
      }
    }
  }
}
