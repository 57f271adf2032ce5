package to.clasp.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpRoute;

/** Routes that fail, hang or take too much harm nobody but their own clients. */
class FailureTest {

  private static HttpRoute failing(String how) {
    return TestRoute.at(
        "/bad",
        request ->
            switch (how) {
              case "throws" -> throw new IllegalStateException("secret");
              case "error" -> throw new LinkageError("secret");
              case "null" -> null;
              case "answers null" -> CompletableFuture.completedStage(null);
              default -> CompletableFuture.failedStage(new IllegalStateException("secret"));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "error", "null", "answers null", "fails"})
  void aRouteThatFailsIs500WithoutTheReason(String how) throws Exception {
    try (HttpFixture http = HttpFixture.with(failing(how), TestRoute.text("/good", "good"))) {
      HttpResponse<String> answer = http.get("/bad");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("internal error\n");
      assertThat(http.get("/good").body()).isEqualTo("good");
    }
  }

  @Test
  void aRouteWhoseMethodsFailIs500() throws Exception {
    HttpRoute route =
        new HttpRoute() {
          @Override
          public String path() {
            return "/bad";
          }

          @Override
          public java.util.Set<String> methods() {
            throw new IllegalStateException("meant by the test");
          }

          @Override
          public CompletableFuture<to.clasp.http.HttpResponse> handle(HttpRequest request) {
            return new CompletableFuture<>();
          }
        };
    try (HttpFixture http = HttpFixture.with(route)) {
      assertThat(http.get("/bad").statusCode()).isEqualTo(500);
    }
  }

  @Test
  void aRouteWithoutCorsRulesIs500() throws Exception {
    TestRoute route =
        new TestRoute(
            "/bad",
            java.util.Set.of("GET"),
            null,
            request ->
                CompletableFuture.completedStage(to.clasp.http.HttpResponse.text(200, "unseen")));
    try (HttpFixture http = HttpFixture.with(route)) {
      assertThat(http.get("/bad").statusCode()).isEqualTo(500);
    }
  }

  @Test
  void anAnswerMayComeLaterAndFromAnyThread() throws Exception {
    CompletableFuture<to.clasp.http.HttpResponse> later = new CompletableFuture<>();
    CountDownLatch asked = new CountDownLatch(1);
    HttpRoute route =
        TestRoute.at(
            "/later",
            request -> {
              asked.countDown();
              return later;
            });
    try (HttpFixture http = HttpFixture.with(route)) {
      Thread other =
          new Thread(
              () -> {
                awaitUninterruptibly(asked);
                later.complete(to.clasp.http.HttpResponse.text(200, "late"));
              });
      other.start();
      assertThat(http.get("/later").body()).isEqualTo("late");
      other.join();
    }
  }

  @Test
  void noAnswerInTimeIs504AndALaterOneIsLeftOut() throws Exception {
    AtomicReference<CompletableFuture<to.clasp.http.HttpResponse>> last = new AtomicReference<>();
    HttpRoute route =
        TestRoute.at(
            "/never",
            request -> {
              last.set(new CompletableFuture<>());
              return last.get();
            });
    try (HttpFixture http = new HttpFixture(Map.of("answerTimeoutSeconds", 1), route);
        RawSocket peer = http.connect()) {
      peer.send("GET /never HTTP/1.1|Host: x||");
      assertThat(peer.response()).startsWith("HTTP/1.1 504 ");
      last.get().complete(to.clasp.http.HttpResponse.text(200, "too late"));
      peer.send("GET /nowhere HTTP/1.1|Host: x||");
      assertThat(peer.response()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void aRouteThatHangsIsAnswered504And503AndLeavesTheOthersWorking() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    HttpRoute hanging =
        TestRoute.at(
            "/hang",
            request -> {
              awaitUninterruptibly(end);
              return CompletableFuture.completedStage(to.clasp.http.HttpResponse.empty(204));
            });
    try (HttpFixture http =
        new HttpFixture(
            Map.of("answerTimeoutSeconds", 1, "maxRequests", 6),
            hanging,
            TestRoute.text("/good", "good"))) {
      List<RawSocket> stuck = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        stuck.add(http.connect().send("GET /hang HTTP/1.1|Host: x||"));
      }
      for (RawSocket each : stuck) {
        assertThat(each.response()).startsWith("HTTP/1.1 504 ");
        each.close();
      }
      HttpResponse<String> fourth = http.get("/hang");
      assertThat(fourth.statusCode()).isEqualTo(503);
      assertThat(fourth.headers().firstValue("retry-after")).hasValue("1");
      assertThat(http.get("/good").body()).isEqualTo("good");
      end.countDown();
      awaitStatus(http, "/hang", 204);
    } finally {
      end.countDown();
    }
  }

  private static void awaitStatus(HttpFixture http, String path, int status) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (http.get(path).statusCode() != status) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
