package to.clasp.rendezvous.internal.server;

import to.clasp.http.HttpResponse;

/** A request that is not done. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final long retrySeconds;

  /** Without a stack trace, because peers decide how many there are. */
  Refused(int status, String text) {
    this(status, text, 0);
  }

  /**
   * @param retrySeconds when to come again; 0 to say nothing of it
   */
  Refused(int status, String text, long retrySeconds) {
    super(text, null, false, false);
    this.status = status;
    this.retrySeconds = retrySeconds;
  }

  int status() {
    return status;
  }

  long retrySeconds() {
    return retrySeconds;
  }

  HttpResponse response() {
    HttpResponse answer = HttpResponse.text(status, getMessage() + "\n");
    if (status == 401) {
      answer = answer.withHeader("WWW-Authenticate", "Bearer");
    }
    return retrySeconds > 0
        ? answer
            .withHeader("Retry-After", Long.toString(retrySeconds))
            .withHeader("Access-Control-Expose-Headers", "Retry-After")
        : answer;
  }
}
