package to.clasp.rendezvous;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The answer to a registration.
 *
 * @param id id of the device at the server
 * @param secret proves that the device is one's own, never to be logged; null from a server that
 *     knows no secrets
 * @param timestamp the server's time, in µs since 1970
 * @param ttl how long the server keeps the device without a refresh
 */
public record Receipt(String id, String secret, long timestamp, Duration ttl) {
  /** Checks that nothing but the secret is null. */
  public Receipt {
    requireNonNull(id, "id");
    requireNonNull(ttl, "ttl");
  }

  /** For logs: without the secret. */
  @Override
  public String toString() {
    return "Receipt[id=" + id + ", timestamp=" + timestamp + ", ttl=" + ttl + "]";
  }
}
