package to.clasp.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * Which web pages of other origins may use a route (CORS). What is not allowed is not refused by
 * the server, apart from a preflight: the browser keeps the answer from the page.
 *
 * @param origins such as {@code https://example.org}; one {@code *} stands for any
 * @param methods methods that pages may use, in upper case; one {@code *} stands for all of the
 *     route's
 * @param headers names of request headers that pages may set; one {@code *} stands for any
 * @param maxAge how long a browser may keep the answer to its preflight, whole seconds
 */
public record Cors(Set<String> origins, Set<String> methods, Set<String> headers, Duration maxAge) {
  /** Pages of no other origin. */
  public static final Cors NONE = new Cors(Set.of(), Set.of(), Set.of(), Duration.ZERO);

  /** Pages of any origin, with any method of the route and any header, kept for an hour. */
  public static final Cors ANY =
      new Cors(Set.of("*"), Set.of("*"), Set.of("*"), Duration.ofHours(1));

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the age is negative
   */
  public Cors {
    origins = Set.copyOf(origins);
    methods = Set.copyOf(methods);
    headers = Set.copyOf(headers);
    if (requireNonNull(maxAge, "maxAge").isNegative()) {
      throw new IllegalArgumentException("maxAge " + maxAge + " is negative");
    }
  }
}
