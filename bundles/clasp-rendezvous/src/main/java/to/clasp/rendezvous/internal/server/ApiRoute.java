package to.clasp.rendezvous.internal.server;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import to.clasp.http.Cors;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/** One route of the API: allowed to pages of any origin, answered if the gate admits it. */
abstract class ApiRoute implements HttpRoute {
  static final String BASE = "/api/v1/";

  private final String path;
  private final Set<String> methods;

  ApiRoute(String name, String method) {
    this.path = BASE + name;
    this.methods = Set.of(method);
  }

  @Override
  public final String path() {
    return path;
  }

  @Override
  public final Set<String> methods() {
    return methods;
  }

  @Override
  public final Cors cors() {
    return Cors.ANY;
  }

  @Override
  public final CompletionStage<HttpResponse> handle(HttpRequest request) {
    return admit(request).thenApply(admitted -> answered(request)).exceptionally(ApiRoute::refused);
  }

  /** Completes when the request may be done, exceptionally with {@link Refused} when not. */
  abstract CompletionStage<Void> admit(HttpRequest request);

  abstract HttpResponse answer(HttpRequest request) throws Refused;

  private HttpResponse answered(HttpRequest request) {
    try {
      return answer(request);
    } catch (Refused refused) {
      return refused.response();
    }
  }

  private static HttpResponse refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Refused refused) {
      return refused.response();
    }
    throw new CompletionException(cause);
  }

  static CompletionStage<Void> everybody() {
    return CompletableFuture.completedFuture(null);
  }

  void requireExactPath(HttpRequest request) throws Refused {
    if (!request.path().equals(path)) {
      throw new Refused(404, "nothing is here");
    }
  }

  /** The part of the path behind the route's own. */
  String id(HttpRequest request) throws Refused {
    String path = request.path();
    String id = path.length() > path().length() ? path.substring(path().length() + 1) : "";
    if (id.isEmpty() || id.indexOf('/') >= 0) {
      throw new Refused(404, "nothing is here");
    }
    return id;
  }

  static String source(HttpRequest request) {
    return Origin.of(request.remote());
  }
}
