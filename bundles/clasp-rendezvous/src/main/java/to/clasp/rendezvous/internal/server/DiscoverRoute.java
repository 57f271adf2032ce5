package to.clasp.rendezvous.internal.server;

import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import to.clasp.auth.Authenticator;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;
import to.clasp.http.HttpRoute;

/** {@code GET /api/v1/discover}. */
@Component(service = HttpRoute.class)
public final class DiscoverRoute extends ApiRoute {
  private static final int USUAL = 100;
  private static final int MOST = 1000;
  private static final int LONGEST_NUMBER = 20;

  private final Rendezvous rendezvous;
  private final Gate gate;

  /** A route for one directory. */
  @Activate
  public DiscoverRoute(@Reference Rendezvous rendezvous, @Reference Authenticator authenticator) {
    super("discover", "GET");
    this.rendezvous = rendezvous;
    this.gate = new Gate(authenticator);
  }

  @Override
  CompletionStage<Void> admit(HttpRequest request) {
    Settings settings = rendezvous.settings();
    return gate.admit(request, settings.discoverNeeds(), settings.address());
  }

  @Override
  HttpResponse answer(HttpRequest request) throws Refused {
    requireExactPath(request);
    Directory.Page page =
        rendezvous
            .directory()
            .find(
                parameter(request, "tag"),
                parameter(request, "feature"),
                (int) Math.min(MOST, number(request, "limit", USUAL)),
                number(request, "offset", 0));
    HttpResponse answer =
        HttpResponse.of(200, "application/json", DeviceText.array(page.entries()))
            .withHeader("Cache-Control", "no-store");
    return page.next() == 0
        ? answer
        : answer
            .withHeader("X-Next-Offset", Integer.toString(page.next()))
            .withHeader("Access-Control-Expose-Headers", "X-Next-Offset");
  }

  private static String parameter(HttpRequest request, String name) throws Refused {
    try {
      return request.query().isEmpty() ? null : request.parameter(name).orElse(null);
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "the query is malformed");
    }
  }

  /** Larger than any number of devices is as good as that many. */
  private static long number(HttpRequest request, String name, int usual) throws Refused {
    String text = parameter(request, name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[0-9]+") || text.length() > LONGEST_NUMBER) {
      throw new Refused(400, name + " must be an unsigned integer");
    }
    return text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text);
  }
}
