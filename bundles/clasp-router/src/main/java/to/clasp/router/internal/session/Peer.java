package to.clasp.router.internal.session;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import to.clasp.router.SessionInfo;
import to.clasp.transport.ConnectionInfo;

/**
 * Where a session comes from, for people.
 *
 * @param transport name of the transport
 * @param address where the client is, or null for code in this JVM
 * @param since when the session was opened
 */
public record Peer(String transport, SocketAddress address, Instant since) {

  static Peer over(ConnectionInfo info) {
    return new Peer(info.transport(), info.remote(), Instant.now());
  }

  /** Who opens a session in this JVM. */
  public static Peer of(SessionInfo info) {
    return new Peer(info.transport(), info.remote(), Instant.now());
  }

  /** Code in this JVM. */
  public static Peer inside(String transport) {
    return new Peer(transport, null, Instant.now());
  }

  /** Where the client is, or empty. Asks no name service. */
  String remote() {
    if (address == null) {
      return "";
    }
    return address instanceof InetSocketAddress internet
        ? internet.getHostString() + ":" + internet.getPort()
        : address.toString();
  }
}
