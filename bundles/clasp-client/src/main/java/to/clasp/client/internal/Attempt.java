package to.clasp.client.internal;

import java.net.URI;
import java.util.concurrent.Future;
import to.clasp.protocol.ErrorMessage;

/**
 * One endpoint that is tried, until its state is there or it has failed. Under the {@link Turn}.
 */
final class Attempt {
  /** The place of the endpoint in the order of preference. */
  final int index;

  final URI to;

  /** Since there is a connection. */
  Session session;

  /** Why the router does not want the client, if it said so. */
  ErrorMessage refusal;

  /** When it has taken too long. */
  Future<?> deadline;

  /** It has failed, or is not wanted any more; what comes of it is of no interest. */
  boolean over;

  Attempt(int index, URI to) {
    this.index = index;
    this.to = to;
  }

  void end() {
    over = true;
    deadline.cancel(false);
  }
}
