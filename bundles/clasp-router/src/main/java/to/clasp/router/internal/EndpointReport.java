package to.clasp.router.internal;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Authenticator;
import to.clasp.transport.Endpoint;

/** Says once, shortly after the start, where the router can be reached, or why it cannot. */
@Component(service = EndpointReport.class, immediate = true)
public final class EndpointReport {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointReport.class);
  private static final int DELAY_SECONDS = 5;

  private final ScheduledFuture<?> timer;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<Endpoint> endpoints = List.of();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile Authenticator authenticator;

  @Activate
  public EndpointReport(@Reference RouterCore core) {
    timer = core.schedule(() -> LOG.info(text()), DELAY_SECONDS, TimeUnit.SECONDS);
  }

  @Deactivate
  void close() {
    timer.cancel(false);
  }

  private String text() {
    return text(
        endpoints.stream().flatMap(endpoint -> endpoint.uris().stream()).toList(),
        authenticator != null);
  }

  static String text(List<URI> uris, boolean canAuthenticate) {
    if (!uris.isEmpty()) {
      return uris.stream()
          .map(URI::toString)
          .sorted()
          .collect(Collectors.joining(", ", "open: ", ""));
    }
    return canAuthenticate
        ? "no port open: no transport configured"
        : "no port open: no authentication scheme configured";
  }
}
