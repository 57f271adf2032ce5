package to.clasp.http;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers the requests below a path. Register it as a service; it is reachable on every port that
 * serves HTTP, as long as it is registered. Of several routes that fit a request the one with the
 * longest path answers; of several with the same path the one with the highest service ranking.
 */
@ConsumerType
public interface HttpRoute {

  /**
   * Where the route begins. {@code /api} answers {@code /api} and all paths below {@code /api/},
   * but not {@code /apis}. Asked once, when the service is registered.
   *
   * @return a path that starts with a slash; {@code /} is the route for everything that no other
   *     one answers
   */
  String path();

  /**
   * The methods that the route answers; others get 405. OPTIONS is answered without asking the
   * route, and HEAD, where there is GET, as a GET whose body is left out. Asked for each request,
   * on an event loop, so it must return at once.
   *
   * @return one or more names in upper case
   */
  default Set<String> methods() {
    return Set.of("GET");
  }

  /**
   * Which web pages of other origins may use the route. Asked for each request, on an event loop,
   * so it must return at once.
   *
   * @return the rules, {@link Cors#NONE} by default
   */
  default Cors cors() {
    return Cors.NONE;
  }

  /**
   * Answers a request. Called on a worker thread of the HTTP server, never on an event loop, and on
   * several at the same time; it may block, though that takes one of a bounded number of threads.
   * The answer may be completed later and on any thread. When it does not come within the
   * configured time, the client gets 504, and an answer that comes later is left out. An exception,
   * thrown or as the answer's, gives 500; its text goes to the log and not to the client.
   *
   * @param request the request, complete
   * @return the answer, never null
   * @throws Exception for whatever reason the request cannot be answered
   */
  CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception;
}
