package to.clasp.http.internal;

import to.clasp.http.HttpResponse;

/** A request that no route gets to see; its connection is closed behind the answer. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  /** Without a stack trace, because peers decide how many there are. */
  Refusal(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  HttpResponse response() {
    return HttpResponse.text(status, getMessage() + "\n");
  }
}
