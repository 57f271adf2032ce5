package to.clasp.transport;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What every transport enforces for its connections, from the router's configuration.
 *
 * @param maxFrameBytes the largest frame accepted, header included; 12 to 65 547
 * @param handshakeTimeout how long a peer may take until its transport handshake is complete
 * @param idleTimeout how long a connection may stay open without any byte from the peer, transport
 *     pings and pongs included; zero for ever
 * @param drainTimeout how long peers may take what is on its way to them when an endpoint stops;
 *     zero to cut them off
 */
public record Limits(
    int maxFrameBytes, Duration handshakeTimeout, Duration idleTimeout, Duration drainTimeout) {
  /** The largest frame of the protocol: 12 bytes header and 65 535 bytes payload. */
  public static final int LARGEST_FRAME = 65_547;

  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

  /**
   * With a drain timeout of five seconds.
   *
   * @param maxFrameBytes as above
   * @param handshakeTimeout as above
   * @param idleTimeout as above
   */
  public Limits(int maxFrameBytes, Duration handshakeTimeout, Duration idleTimeout) {
    this(maxFrameBytes, handshakeTimeout, idleTimeout, DEFAULT_DRAIN);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public Limits {
    requireNonNull(handshakeTimeout, "handshakeTimeout");
    requireNonNull(idleTimeout, "idleTimeout");
    if (requireNonNull(drainTimeout, "drainTimeout").isNegative()) {
      throw new IllegalArgumentException("drainTimeout " + drainTimeout);
    }
    if (maxFrameBytes < 12 || maxFrameBytes > LARGEST_FRAME) {
      throw new IllegalArgumentException("maxFrameBytes " + maxFrameBytes);
    }
    if (handshakeTimeout.isNegative() || handshakeTimeout.isZero() || idleTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "handshakeTimeout " + handshakeTimeout + ", idleTimeout " + idleTimeout);
    }
  }
}
