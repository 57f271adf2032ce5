package to.clasp.http.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/**
 * Answers {@code /}, which load balancers and people try first. Only that path: an address that is
 * misspelled must not look healthy.
 */
@Component(service = HttpRoute.class)
public final class RootRoute implements HttpRoute {
  static final String PATH = "/";

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return CompletableFuture.completedStage(Health.answer(request, PATH, 200, "ok\n"));
  }
}
