package to.clasp.http.internal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import to.clasp.http.Cors;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/** A route whose answer a test gives. */
record TestRoute(String path, Set<String> methods, Cors cors, Answer answer) implements HttpRoute {

  interface Answer {
    CompletionStage<HttpResponse> to(HttpRequest request) throws Exception;
  }

  static TestRoute at(String path, Answer answer) {
    return new TestRoute(path, Set.of("GET", "POST"), Cors.NONE, answer);
  }

  /** Answers at once. */
  static TestRoute text(String path, String text) {
    return at(path, request -> CompletableFuture.completedStage(HttpResponse.text(200, text)));
  }

  /** Answers with the body of the request. */
  static TestRoute echo(String path) {
    return at(
        path, request -> CompletableFuture.completedStage(HttpResponse.text(200, request.text())));
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception {
    return answer.to(request);
  }
}
