package to.clasp.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a client that has lost its connection tries again. All endpoints are tried in turn without a
 * pause, beginning with the first; then comes a pause. The first pause is {@code first}, each
 * further one is longer by {@code factor}, up to {@code longest}; of each pause a random part of up
 * to a half is left out, so that many clients do not come back at one moment. After a connection
 * all begins again.
 *
 * @param first the first pause, at least 1 ms
 * @param longest the longest pause, not less than the first
 * @param factor 1 to 10
 * @param rounds how often all endpoints are tried until the client gives up and is closed; 0 for
 *     not at all
 */
public record ReconnectPolicy(Duration first, Duration longest, double factor, int rounds) {
  /** Pauses of 0.1 s, growing by 1.5 up to 30 s, without end. */
  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(30), 1.5, Integer.MAX_VALUE);

  /** A client that has lost its connection is closed. */
  public static final ReconnectPolicy NEVER =
      new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(30), 1.5, 0);

  private static final double LARGEST_FACTOR = 10;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ReconnectPolicy {
    requireNonNull(first, "first");
    requireNonNull(longest, "longest");
    if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("first " + first + ", longest " + longest);
    }
    if (!(factor >= 1 && factor <= LARGEST_FACTOR) || rounds < 0) {
      throw new IllegalArgumentException("factor " + factor + ", rounds " + rounds);
    }
  }
}
