package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.http.HttpResponse;
import to.clasp.testkit.Await;

/** What a client may not do. */
class LimitsTest {

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1', 400",
    "'GET / HTTP/1.1|Host: x|Host: y', 400",
    "'GET /%zz HTTP/1.1|Host: x', 400",
    "'GET /a%2Fb HTTP/1.1|Host: x', 400",
    "'GET /a/../b HTTP/1.1|Host: x', 400",
    "'GET /%2e%2E/b HTTP/1.1|Host: x', 400",
    "'GET /a%00 HTTP/1.1|Host: x', 400",
    "'GET /%ff HTTP/1.1|Host: x', 400",
    "'GET a HTTP/1.1|Host: x', 400",
    "'GET / HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2', 400",
    "'GET / HTTP/1.1|Host: x|Content-Length: -1', 400",
    "'GET / HTTP/1.1|Host: x|Transfer-Encoding: gzip, chunked', 501",
    "'GET / HTTP/2.0|Host: x', 505",
    "'\u0001\u0002\u0003', 400"
  })
  void aRequestThatIsMalformedIsRefusedAndTheConnectionClosed(String request, int status)
      throws IOException {
    try (HttpFixture http = HttpFixture.with(TestRoute.text("/", "root"));
        RawSocket peer = http.connect()) {
      peer.send(request + "||");
      assertThat(peer.readAll())
          .startsWith("HTTP/1.1 " + status + " ")
          .containsIgnoringCase("connection: close\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"7900, 200", "8300, 431", "40000, 431"})
  void headersHaveAnEnd(int size, int status) throws IOException {
    try (HttpFixture http = HttpFixture.with(TestRoute.text("/", "root"));
        RawSocket peer = http.connect()) {
      peer.send("GET / HTTP/1.1|Host: x|X: " + "a".repeat(size) + "||");
      assertThat(peer.response()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void theRequestLineHasAnEnd() throws IOException {
    try (HttpFixture http = HttpFixture.with();
        RawSocket peer = http.connect()) {
      peer.send("GET /" + "a".repeat(5000) + " HTTP/1.1|Host: x||");
      assertThat(peer.response()).startsWith("HTTP/1.1 414 ");
    }
  }

  @Test
  void aBodyMayBeAsLargeAsConfigured() throws IOException {
    try (HttpFixture http = new HttpFixture(Map.of("maxBodyBytes", 10), TestRoute.echo("/"));
        RawSocket peer = http.connect()) {
      peer.send("POST / HTTP/1.1|Host: x|Content-Length: 10||0123456789");
      assertThat(peer.response()).endsWith("\r\n\r\n0123456789");
      peer.send("POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||4|0123|6|456789|0||");
      assertThat(peer.response()).endsWith("\r\n\r\n0123456789");
      peer.send("POST / HTTP/1.1|Host: x|Content-Length: 11||");
      assertThat(peer.readAll()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void aChunkedBodyThatGrowsTooLargeIsCutOff() throws IOException {
    try (HttpFixture http = HttpFixture.with(TestRoute.echo("/"));
        RawSocket peer = http.connect()) {
      peer.send("POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||");
      String answer = "";
      try {
        for (int i = 0; i < 1000; i++) {
          peer.send("400|" + "a".repeat(1024) + "|");
        }
        answer = peer.response();
      } catch (SocketException closed) {
        // the server does not listen for long to a client that it has refused
      }
      assertThat(answer).matches("(?s)|HTTP/1.1 413 .*");
    }
  }

  @Test
  void aBodyIsAskedForOnlyIfItIsNotTooLarge() throws IOException {
    try (HttpFixture http = new HttpFixture(Map.of("maxBodyBytes", 10), TestRoute.echo("/"));
        RawSocket small = http.connect();
        RawSocket large = http.connect()) {
      small.send("POST / HTTP/1.1|Host: x|Content-Length: 3|Expect: 100-continue||");
      assertThat(small.response()).startsWith("HTTP/1.1 100 ");
      assertThat(small.send("abc").response()).endsWith("\r\n\r\nabc");
      large.send("POST / HTTP/1.1|Host: x|Content-Length: 11|Expect: 100-continue||");
      assertThat(large.response()).startsWith("HTTP/1.1 413 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET / HT", "'POST / HTTP/1.1|Host: x|Content-Length: 3||a'"})
  void aRequestThatTakesTooLongIs408(String begin) throws IOException {
    try (HttpFixture http =
            new HttpFixture(Map.of("requestTimeoutSeconds", 1), TestRoute.text("/", "root"));
        RawSocket peer = http.connect()) {
      assertThat(peer.send(begin).readAll()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aConnectionThatRestsIsClosedAfterItsTime() throws IOException {
    try (HttpFixture http =
            new HttpFixture(Map.of("keepAliveSeconds", 1), TestRoute.text("/", "root"));
        RawSocket peer = http.connect()) {
      assertThat(peer.send("GET / HTTP/1.1|Host: x||").response()).startsWith("HTTP/1.1 200 ");
      assertThat(peer.readAll()).isEmpty();
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredOneAfterTheOther() throws IOException {
    try (HttpFixture http =
            HttpFixture.with(
                TestRoute.text("/fast", "fast"),
                TestRoute.at(
                    "/slow",
                    request ->
                        CompletableFuture.supplyAsync(() -> HttpResponse.text(200, "slow"))));
        RawSocket peer = http.connect()) {
      peer.send(
          "GET /slow HTTP/1.1|Host: x||POST /fast HTTP/1.1|Host: x|Content-Length: 2||xx"
              + "GET /none HTTP/1.1|Host: x||GET /fast HTTP/1.1|Host: x|Connection: close||");
      assertThat(peer.response()).endsWith("slow");
      assertThat(peer.response()).endsWith("fast");
      assertThat(peer.response()).startsWith("HTTP/1.1 404 ");
      assertThat(peer.readAll()).endsWith("fast");
    }
  }

  /** As many as fit one read, each answered at once: by a loop, or the stack would overflow. */
  @Test
  void manyPipelinedRequestsThatAreAnsweredAtOnceAreTakenOneByOne() throws IOException {
    try (HttpFixture http = HttpFixture.with();
        RawSocket peer = http.connect()) {
      peer.send("GET / HTTP/1.1|Host: x||".repeat(20_000));
      for (int i = 0; i < 20_000; i++) {
        assertThat(peer.response()).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  /** Netty's codec counts the requests; their parts are counted here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1|Host: x||",
        "GET / HTTP/1.1|Host: x||POST / HTTP/1.1|Host: x|Transfer-Encoding: chunked||1|a|1|a|1|a|"
      })
  void tooMuchThatIsPipelinedBehindASlowRequestCutsTheConnection(String begin) throws IOException {
    String more = begin.contains("POST") ? "1|a|" : begin;
    try (HttpFixture http =
            HttpFixture.with(TestRoute.at("/", request -> new CompletableFuture<>()));
        RawSocket peer = http.connect()) {
      growReads(peer);
      peer.send(begin + more.repeat(1000));
      String answer = "";
      try {
        answer = peer.readAll();
      } catch (SocketException reset) {
        // cut with bytes unread
      }
      assertThat(answer).isEmpty();
    }
  }

  /** How much is read at once grows with what arrives. */
  private static void growReads(RawSocket peer) throws IOException {
    for (int i = 0; i < 20; i++) {
      peer.send("PUT / HTTP/1.1|Host: x|Content-Length: 60000||" + "a".repeat(60_000));
      assertThat(peer.response()).startsWith("HTTP/1.1 405 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.0', false",
    "'GET / HTTP/1.0|Connection: keep-alive', true",
    "'GET / HTTP/1.1|Host: x', true",
    "'GET / HTTP/1.1|Host: x|Connection: close', false"
  })
  void aConnectionStaysOpenIfTheClientWantsIt(String request, boolean stays) throws IOException {
    try (HttpFixture http = HttpFixture.with(TestRoute.text("/", "root"));
        RawSocket peer = http.connect()) {
      String answer = peer.send(request + "||").response();
      assertThat(answer.toLowerCase().contains("connection: close")).isEqualTo(!stays);
      if (stays) {
        assertThat(peer.send("GET / HTTP/1.1|Host: x||").response()).endsWith("root");
      } else {
        assertThat(peer.readAll()).isEmpty();
      }
    }
  }

  @Test
  void aConnectionTooManyIsSentAwayAndOneThatLeftMakesRoom() throws Exception {
    try (HttpFixture http =
        new HttpFixture(Map.of("maxConnections", 1), TestRoute.text("/", "root"))) {
      try (RawSocket first = http.connect();
          RawSocket second = http.connect()) {
        assertThat(first.send("GET / HTTP/1.1|Host: x||").response()).endsWith("root");
        assertThat(second.send("GET / HTTP/1.1|Host: x||").readAll()).startsWith("HTTP/1.1 503 ");
        assertThat(first.send("GET / HTTP/1.1|Host: x|Connection: close||").readAll())
            .endsWith("root");
      }
      Await.until("room", () -> status(http) == 200);
    }
  }

  private static int status(HttpFixture http) {
    try {
      return http.get("/").statusCode();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void aClientThatDoesNotTakeItsAnswerIsCutOff() throws Exception {
    byte[] large = new byte[32 * 1024 * 1024];
    CountDownLatch asked = new CountDownLatch(1);
    try (HttpFixture http =
            new HttpFixture(
                Map.of("answerTimeoutSeconds", 1),
                TestRoute.at(
                    "/large",
                    request -> {
                      asked.countDown();
                      return CompletableFuture.completedStage(HttpResponse.of(200, "x/y", large));
                    }));
        RawSocket stuck = http.connect()) {
      stuck.send("GET /large HTTP/1.1|Host: x||");
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      Await.until("end of the connection", () -> http.server.connections() == 0);
    }
  }
}
