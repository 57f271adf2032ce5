package to.clasp.http.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/** Says that the process lives: on {@code /healthz}. */
@Component(service = HttpRoute.class)
public final class AliveRoute implements HttpRoute {
  static final String PATH = "/healthz";

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return CompletableFuture.completedStage(Health.answer(request, PATH, 200, "ok\n"));
  }
}
