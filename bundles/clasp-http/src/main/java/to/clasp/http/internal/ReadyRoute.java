package to.clasp.http.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Endpoint;

/** Says whether clients are served: on {@code /readyz}. */
@Component(service = HttpRoute.class)
public final class ReadyRoute implements HttpRoute {
  static final String PATH = "/readyz";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile ConnectionAcceptor acceptor;

  /** Not the services: an endpoint that starts may be the one who asks for this route. */
  @Reference(
      service = Endpoint.class,
      target = "(!(protocol=http))",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  private volatile List<ServiceReference<Endpoint>> endpoints = List.of();

  /** Not ready until the services are there. */
  public ReadyRoute() {}

  ReadyRoute(ConnectionAcceptor acceptor, List<ServiceReference<Endpoint>> endpoints) {
    this.acceptor = acceptor;
    this.endpoints = endpoints;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    ConnectionAcceptor serving = acceptor;
    boolean ready = serving != null && serving.isAccepting() && !endpoints.isEmpty();
    return CompletableFuture.completedStage(
        Health.answer(request, PATH, ready ? 200 : 503, ready ? "ready\n" : "not ready\n"));
  }
}
