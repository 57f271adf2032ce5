package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.http.Cors;
import to.clasp.http.HttpResponse;

/** What browsers are told; over raw sockets, because other clients may not set these headers. */
class CorsTest {
  private static final Cors SOME =
      new Cors(
          Set.of("https://a.example"),
          Set.of("POST"),
          Set.of("Content-Type"),
          Duration.ofMinutes(2));

  private static TestRoute route(Cors cors) {
    return new TestRoute(
        "/a",
        Set.of("GET", "POST"),
        cors,
        request -> CompletableFuture.completedStage(HttpResponse.text(200, "a")));
  }

  private static String ask(Cors cors, String request) throws IOException {
    try (HttpFixture http = HttpFixture.with(route(cors));
        RawSocket peer = http.connect()) {
      return peer.send(request + "|Host: x||").response();
    }
  }

  @Test
  void aPreflightOfAnAllowedOriginIsToldTheRules() throws IOException {
    assertThat(
            ask(
                SOME,
                "OPTIONS /a HTTP/1.1|Origin: https://a.example|Access-Control-Request-Method: POST"
                    + "|Access-Control-Request-Headers: content-type"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Access-Control-Allow-Origin: https://a.example\r\n")
        .contains("Access-Control-Allow-Methods: POST\r\n")
        .contains("Access-Control-Allow-Headers: content-type\r\n")
        .contains("Access-Control-Max-Age: 120\r\n")
        .contains("Vary: Origin\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "https://b.example, POST, content-type",
    "https://a.example, GET, content-type",
    "https://a.example, POST, x-other",
    "https://a.example, POST, 'content-type, x-other'",
    "https://a.example.evil, POST, content-type"
  })
  void aPreflightOfAnythingElseIsRefused(String origin, String method, String headers)
      throws IOException {
    assertThat(
            ask(
                SOME,
                "OPTIONS /a HTTP/1.1|Origin: "
                    + origin
                    + "|Access-Control-Request-Method: "
                    + method
                    + "|Access-Control-Request-Headers: "
                    + headers))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("Access-Control-Allow-Methods");
  }

  @Test
  void whatTheRouteSaysAboutCachesStays() throws IOException {
    TestRoute route =
        new TestRoute(
            "/a",
            Set.of("GET"),
            SOME,
            request ->
                CompletableFuture.completedStage(
                    HttpResponse.text(200, "a").withHeader("vary", "Accept-Language")));
    try (HttpFixture http = HttpFixture.with(route);
        RawSocket peer = http.connect()) {
      assertThat(peer.send("GET /a HTTP/1.1|Host: x||").response())
          .containsIgnoringCase("vary: Accept-Language, Origin\r\n");
    }
  }

  @Test
  void anyStandsForAllOriginsHeadersAndMethodsOfTheRoute() throws IOException {
    assertThat(
            ask(
                Cors.ANY,
                "OPTIONS /a HTTP/1.1|Origin: null|Access-Control-Request-Method: POST"
                    + "|Access-Control-Request-Headers: x-any, x-more"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Access-Control-Allow-Origin: *\r\n")
        .contains("Access-Control-Allow-Methods: GET, HEAD, OPTIONS, POST\r\n")
        .contains("Access-Control-Allow-Headers: x-any, x-more\r\n")
        .doesNotContain("Vary");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /a, https://a.example, true, 200",
    "GET /a, https://b.example, false, 200",
    "PUT /a, https://a.example, true, 405"
  })
  void anAnswerTellsAllowedOriginsThatTheyMaySeeIt(
      String request, String origin, boolean told, int status) throws IOException {
    String answer = ask(SOME, request + " HTTP/1.1|Origin: " + origin);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Vary: Origin\r\n");
    assertThat(answer.contains("Access-Control-Allow-Origin: " + origin + "\r\n")).isEqualTo(told);
  }

  @Test
  void aRouteWithoutRulesTellsNothing() throws IOException {
    assertThat(ask(Cors.NONE, "GET /a HTTP/1.1|Origin: https://a.example"))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("Access-Control", "Vary");
    assertThat(
            ask(
                Cors.NONE,
                "OPTIONS /a HTTP/1.1|Origin: https://a.example"
                    + "|Access-Control-Request-Method: GET"))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("Access-Control");
  }
}
