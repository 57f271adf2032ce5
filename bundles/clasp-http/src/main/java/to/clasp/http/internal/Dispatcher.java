package to.clasp.http.internal;

import static java.util.Objects.requireNonNull;

import io.netty.util.concurrent.EventExecutor;
import java.util.Set;
import java.util.function.Consumer;
import to.clasp.http.Cors;
import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;

/** Finds who answers a request. */
final class Dispatcher {
  private final Routes routes;
  private final Workers workers;

  Dispatcher(Routes routes, Workers workers) {
    this.routes = routes;
    this.workers = workers;
  }

  /** Has a request answered: now, or later on the event loop. */
  void dispatch(HttpRequest request, EventExecutor loop, Consumer<HttpResponse> answer) {
    Routes.Entry entry = routes.find(request.path());
    if (entry == null) {
      answer.accept(HttpResponse.text(404, "nothing is here\n"));
      return;
    }
    Set<String> methods;
    Cors cors;
    try {
      methods = Set.copyOf(entry.route().methods());
      cors = requireNonNull(entry.route().cors(), "cors");
    } catch (RuntimeException failure) {
      RareLog.routeFailed(request, failure);
      answer.accept(HttpResponse.text(500, "internal error\n"));
      return;
    }
    Consumer<HttpResponse> toPages =
        response -> answer.accept(CorsRules.decorate(response, request, cors));
    if (methods.contains(request.method())) {
      workers.call(entry, request, loop, toPages);
    } else if (request.method().equals("OPTIONS")) {
      toPages.accept(CorsRules.options(request, methods, cors));
    } else {
      toPages.accept(
          HttpResponse.text(405, request.method() + " is not answered here\n")
              .withHeader("Allow", CorsRules.allow(methods)));
    }
  }
}
