package to.clasp.rendezvous;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a rendezvous server is.
 *
 * @param server its URL, with or without {@code /api/v1}; http or https
 * @param token shown to the server with each request, never to be logged; or null for none
 * @param timeout for connecting, and for each request
 */
public record RendezvousOptions(URI server, String token, Duration timeout) {
  private static final Duration USUAL = Duration.ofSeconds(10);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the URL is not one of http, the token has other characters
   *     than printable ones of ASCII, or the timeout is not positive
   */
  public RendezvousOptions {
    String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || server.getHost() == null) {
      throw new IllegalArgumentException(server + " is not an URL of http or https");
    }
    if (token != null && !token.matches("[\\x20-\\x7E]*")) {
      throw new IllegalArgumentException("the token has characters that cannot be sent");
    }
    if (requireNonNull(timeout, "timeout").isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is not positive");
    }
  }

  /**
   * Without a token, 10 s for each request.
   *
   * @param server its URL
   * @return the options
   */
  public static RendezvousOptions of(URI server) {
    return new RendezvousOptions(server, null, USUAL);
  }

  /**
   * The same with a token.
   *
   * @param secret the token, or null for none
   * @return new options
   */
  public RendezvousOptions withToken(String secret) {
    return new RendezvousOptions(server, secret, timeout);
  }

  /**
   * The same with another timeout.
   *
   * @param time more than none
   * @return new options
   */
  public RendezvousOptions withTimeout(Duration time) {
    return new RendezvousOptions(server, token, time);
  }

  /** For logs: without the token. */
  @Override
  public String toString() {
    return "RendezvousOptions[server=" + server + ", timeout=" + timeout + "]";
  }
}
