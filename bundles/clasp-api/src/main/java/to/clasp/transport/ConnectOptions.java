package to.clasp.transport;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Limits for a connection that is made to an endpoint.
 *
 * @param timeout how long connecting may take, transport handshake included
 * @param maxFrameBytes the largest frame accepted, header included; 12 to 65 547
 * @param tls how to secure the connection where its scheme asks for that, such as {@code wss}
 */
public record ConnectOptions(Duration timeout, int maxFrameBytes, TlsOptions tls) {
  /** Ten seconds, frames of any size the protocol allows. */
  public static final ConnectOptions DEFAULT =
      new ConnectOptions(Duration.ofSeconds(10), Limits.LARGEST_FRAME);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public ConnectOptions {
    requireNonNull(timeout, "timeout");
    requireNonNull(tls, "tls");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout);
    }
    if (maxFrameBytes < 12 || maxFrameBytes > Limits.LARGEST_FRAME) {
      throw new IllegalArgumentException("maxFrameBytes " + maxFrameBytes);
    }
  }

  /**
   * Limits with what the Java platform trusts.
   *
   * @param timeout as above
   * @param maxFrameBytes as above
   * @throws IllegalArgumentException if a value is out of range
   */
  public ConnectOptions(Duration timeout, int maxFrameBytes) {
    this(timeout, maxFrameBytes, TlsOptions.DEFAULT);
  }
}
