package to.clasp.http.internal;

import to.clasp.http.HttpRequest;
import to.clasp.http.HttpResponse;

/** Short answers for those who watch the process. */
final class Health {
  private Health() {}

  /** A text that is not to be cached; 404 on a path below the route's. */
  static HttpResponse answer(HttpRequest request, String path, int status, String text) {
    if (!request.path().equals(path)) {
      return HttpResponse.text(404, "nothing is here\n");
    }
    return HttpResponse.text(status, text).withHeader("Cache-Control", "no-store");
  }
}
