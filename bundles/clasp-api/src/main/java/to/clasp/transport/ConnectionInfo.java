package to.clasp.transport;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What is known about a connection.
 *
 * @param transport name of the transport in lower case, such as {@code websocket}
 * @param remote address of the peer; of a proxy, if there is one
 * @param secure whether the bytes are encrypted on their way
 * @param reliable whether frames arrive all and in order
 * @param certificate the certificate that the peer has proved to own, if it was asked for one
 */
public record ConnectionInfo(
    String transport,
    SocketAddress remote,
    boolean secure,
    boolean reliable,
    Optional<X509Certificate> certificate) {
  /** Checks for null. */
  public ConnectionInfo {
    requireNonNull(transport, "transport");
    requireNonNull(remote, "remote");
    requireNonNull(certificate, "certificate");
  }
}
