package to.clasp.rendezvous.internal.server;

import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/** {@code GET /api/v1/health}: there while the directory is. */
@Component(service = HttpRoute.class)
public final class HealthRoute extends ApiRoute {

  /** A route for one directory. */
  @Activate
  public HealthRoute(@Reference Rendezvous rendezvous) {
    super("health", "GET");
  }

  @Override
  CompletionStage<Void> admit(HttpRequest request) {
    return everybody();
  }

  @Override
  HttpResponse answer(HttpRequest request) throws Refused {
    requireExactPath(request);
    return HttpResponse.text(200, "OK").withHeader("Cache-Control", "no-store");
  }
}
