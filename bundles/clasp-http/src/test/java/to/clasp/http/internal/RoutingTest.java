package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpRoute;

/** Which route a request comes to, and what the route sees of it. */
class RoutingTest {

  @ParameterizedTest
  @CsvSource({
    "/, root",
    "/other, root",
    "/apis, root",
    "/api, api",
    "/api/, api",
    "/api/v2, api",
    "/api/v1x, api",
    "/api/v1, v1",
    "/api/v1/devices?tag=a, v1"
  })
  void theLongestPathThatFitsWins(String path, String route) throws Exception {
    try (HttpFixture http =
        HttpFixture.with(
            TestRoute.text("/api", "api"),
            TestRoute.text("/", "root"),
            TestRoute.text("/api/v1/", "v1"))) {
      assertThat(http.get(path).body()).isEqualTo(route);
    }
  }

  @Test
  void ofTwoRoutesWithOnePathTheHigherRankingWinsAndTheOtherTakesOver() throws Exception {
    try (HttpFixture http = HttpFixture.with()) {
      HttpRoute high = TestRoute.text("/a", "high");
      http.server.addRoute(TestRoute.text("/a", "low"), Map.of("service.id", 1L));
      http.server.addRoute(high, Map.of("service.id", 2L, "service.ranking", 5));
      http.server.addRoute(TestRoute.text("/a", "late"), Map.of("service.id", 3L));
      assertThat(http.get("/a").body()).isEqualTo("high");
      http.server.removeRoute(high);
      assertThat(http.get("/a").body()).isEqualTo("low");
    }
  }

  @Test
  void aRouteWhosePathIsWrongIsLeftOutAndTheOthersWork() throws Exception {
    try (HttpFixture http =
        HttpFixture.with(TestRoute.text("api", "no slash"), TestRoute.text("/a", "a"))) {
      assertThat(http.get("/a").body()).isEqualTo("a");
      assertThat(http.get("/api").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anUnknownPathIs404AndAWrongMethod405WithTheMethodsThereAre() throws Exception {
    try (HttpFixture http = HttpFixture.with(TestRoute.text("/a", "a"))) {
      assertThat(http.get("/b").statusCode()).isEqualTo(404);
      HttpResponse<String> answer = http.send("DELETE", "/a", "");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
      HttpResponse<String> options = http.send("OPTIONS", "/a", "");
      assertThat(options.statusCode()).isEqualTo(200);
      assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://x/a, 200",
    "HTTPS://x:1/a?q, 200",
    "http://x, 200",
    "http://x?/a, 200",
    "http://x#/a, 400",
    "http:///a, 400",
    "ftp://x/a, 400",
    "b?u=http://x/a, 400",
    "b://x/a, 400"
  })
  void anAbsoluteTargetIsOfHttpAndItsQueryIsNoPath(String target, int status) throws Exception {
    HttpRoute route =
        TestRoute.at(
            "/",
            request ->
                CompletableFuture.completedStage(
                    to.clasp.http.HttpResponse.text(200, request.path() + " " + request.query())));
    try (HttpFixture http = HttpFixture.with(route);
        RawSocket peer = http.connect()) {
      String answer = peer.send("GET " + target + " HTTP/1.1|Host: x||").response();
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      if (target.endsWith("?/a")) {
        assertThat(answer).endsWith("/ /a");
      }
    }
  }

  @Test
  void headIsAGetWhoseBodyIsLeftOut() throws Exception {
    try (HttpFixture http = HttpFixture.with(TestRoute.text("/a", "twelve bytes"));
        RawSocket peer = http.connect()) {
      peer.send("HEAD /a HTTP/1.1|Host: x|Connection: close||");
      assertThat(peer.readAll())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("content-length: 12\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void theRouteSeesTheWholeRequestOnAThreadOfTheServer() throws Exception {
    BlockingQueue<HttpRequest> seen = new LinkedBlockingQueue<>();
    BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    HttpRoute route =
        TestRoute.at(
            "/a",
            request -> {
              seen.add(request);
              threads.add(Thread.currentThread().getName());
              return CompletableFuture.completedStage(to.clasp.http.HttpResponse.empty(204));
            });
    try (HttpFixture http = HttpFixture.with(route)) {
      HttpResponse<String> answer =
          http.send(
              "POST", "/a/b%20c%C3%A9?q=1+2&%71=3&flag", "body é", "X-One", "1", "X-One", "2");
      assertThat(answer.statusCode()).isEqualTo(204);
    }
    HttpRequest request = seen.remove();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/a/b cé");
    assertThat(request.query()).isEqualTo("q=1+2&%71=3&flag");
    assertThat(request.parameter("q")).hasValue("1 2");
    assertThat(request.parameter("flag")).hasValue("");
    assertThat(request.parameter("none")).isEmpty();
    assertThat(request.headers()).containsEntry("x-one", List.of("1", "2"));
    assertThat(request.header("host")).isPresent();
    assertThat(request.text()).isEqualTo("body é");
    assertThat(request.remote().getAddress().isLoopbackAddress()).isTrue();
    assertThat(request.secure()).isFalse();
    assertThat(threads.remove()).startsWith("clasp-http-");
  }

  @Test
  void headersAndBodyOfTheAnswerArrive() throws Exception {
    HttpRoute route =
        TestRoute.at(
            "/a",
            request ->
                CompletableFuture.completedStage(
                    to.clasp.http.HttpResponse.of(201, "application/json", new byte[] {'{', '}'})
                        .withHeader("X-Two", "2")));
    try (HttpFixture http = HttpFixture.with(route)) {
      HttpResponse<String> answer = http.get("/a");
      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.body()).isEqualTo("{}");
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(answer.headers().firstValue("x-two")).hasValue("2");
      assertThat(answer.headers().firstValue("date").orElseThrow()).endsWith(" GMT");
    }
  }
}
