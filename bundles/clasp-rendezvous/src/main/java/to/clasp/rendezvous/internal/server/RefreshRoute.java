package to.clasp.rendezvous.internal.server;

import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import to.clasp.auth.Authenticator;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/** {@code POST /api/v1/refresh/ID}. */
@Component(service = HttpRoute.class)
public final class RefreshRoute extends ApiRoute {
  private final Rendezvous rendezvous;
  private final Gate gate;

  /** A route for one directory. */
  @Activate
  public RefreshRoute(@Reference Rendezvous rendezvous, @Reference Authenticator authenticator) {
    super("refresh", "POST");
    this.rendezvous = rendezvous;
    this.gate = new Gate(authenticator);
  }

  @Override
  CompletionStage<Void> admit(HttpRequest request) {
    Settings settings = rendezvous.settings();
    return gate.admit(request, settings.registerNeeds(), settings.address());
  }

  @Override
  HttpResponse answer(HttpRequest request) throws Refused {
    String id = id(request);
    rendezvous.directory().admit(source(request));
    rendezvous.directory().refresh(id, Ownership.secret(request));
    return HttpResponse.empty(200);
  }
}
