package to.clasp.router.internal.session;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import to.clasp.transport.ConnectionInfo;

/**
 * Where a session comes from, for people.
 *
 * @param transport name of the transport
 * @param remote where the client is, or empty
 * @param since when the session was opened
 */
public record Peer(String transport, String remote, Instant since) {

  static Peer over(ConnectionInfo info) {
    return new Peer(info.transport(), text(info.remote()), Instant.now());
  }

  /** Code in this JVM. */
  public static Peer inside(String transport) {
    return new Peer(transport, "", Instant.now());
  }

  /** Asks no name service. */
  private static String text(SocketAddress remote) {
    return remote instanceof InetSocketAddress internet
        ? internet.getHostString() + ":" + internet.getPort()
        : remote.toString();
  }
}
