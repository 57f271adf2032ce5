package to.clasp.rendezvous;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server has refused a request, or has answered with something else than this protocol. */
public final class RendezvousException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final Duration retryAfter;

  /**
   * @param status of HTTP; 0 if there was an answer that nobody can read
   * @param message what the server said
   * @param retryAfter how long it asks to wait, or null
   */
  public RendezvousException(int status, String message, Duration retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /**
   * The status of HTTP.
   *
   * @return such as 404; 0 if there was an answer that nobody can read
   */
  public int status() {
    return status;
  }

  /**
   * How long the server asks to wait before the next try.
   *
   * @return the time, or empty if it does not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether the same request would be refused again: it is wrong, or not allowed.
   *
   * @return false if trying later may help
   */
  public boolean isFinal() {
    return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
  }
}
