package to.clasp.discovery;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Where to search, and how long.
 *
 * @param mdns whether to use multicast DNS
 * @param broadcast whether to send UDP broadcasts
 * @param port UDP port that broadcasts are sent to, 1 to 65535
 * @param timeout how long a search of the local network takes; a rendezvous server may take as long
 *     again
 * @param rendezvous base URL of a rendezvous server, or null
 * @param tag only devices with this tag are asked of the rendezvous server; null for all
 * @param token shown to the rendezvous server, never to be logged; null for none
 * @param interfaces names of the network interfaces to use; empty for all that are up and able to
 *     multicast, except loopback
 */
public record DiscoveryOptions(
    boolean mdns,
    boolean broadcast,
    int port,
    Duration timeout,
    URI rendezvous,
    String tag,
    String token,
    Set<String> interfaces) {
  /** The port that the reference implementation uses. */
  public static final int DEFAULT_PORT = 7331;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** mDNS and broadcast on port 7331 for five seconds, no rendezvous server. */
  public static final DiscoveryOptions DEFAULT =
      new DiscoveryOptions(
          true, true, DEFAULT_PORT, Duration.ofSeconds(5), null, null, null, Set.of());

  /** Checks the ranges; the timeout is 1 ms to 5 min. */
  public DiscoveryOptions {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port = " + port + " must be 1 to 65535");
    }
    requireNonNull(timeout, "timeout");
    if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout = " + timeout + " must be 1 ms to 5 min");
    }
    interfaces = Set.copyOf(interfaces);
  }

  /**
   * The same for another rendezvous server.
   *
   * @param url its base URL, or null for none
   * @param itsTag only devices with this tag, or null
   * @param itsToken shown to it, or null
   * @return a copy
   */
  public DiscoveryOptions withRendezvous(URI url, String itsTag, String itsToken) {
    return new DiscoveryOptions(mdns, broadcast, port, timeout, url, itsTag, itsToken, interfaces);
  }

  /**
   * The same for another time.
   *
   * @param other how long a search takes
   * @return a copy
   */
  public DiscoveryOptions withTimeout(Duration other) {
    return new DiscoveryOptions(mdns, broadcast, port, other, rendezvous, tag, token, interfaces);
  }

  /** For logs: without the token. */
  @Override
  public String toString() {
    return "DiscoveryOptions[mdns=%s, broadcast=%s, port=%d, timeout=%s, rendezvous=%s, tag=%s, interfaces=%s]"
        .formatted(mdns, broadcast, port, timeout, rendezvous, tag, interfaces);
  }
}
