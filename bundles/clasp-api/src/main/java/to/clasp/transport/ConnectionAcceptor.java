package to.clasp.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes over new connections. The router registers one as a service; a transport references it, and
 * so stops serving when it goes away.
 */
@ProviderType
public interface ConnectionAcceptor {

  /**
   * What every transport enforces. Asked at each new connection, so that changes take effect for
   * connections made later.
   *
   * @return the current limits
   */
  Limits limits();

  /**
   * Whether new connections are served. While they are not, a transport may refuse them in its own
   * handshake; those it passes on are refused with an ERROR. From any thread.
   *
   * @return false when the service is about to end
   */
  default boolean isAccepting() {
    return true;
  }

  /**
   * Takes over a connection whose transport handshake is complete. Called on the connection's
   * executor, before any frame is read.
   *
   * @param connection the new connection
   * @return what handles the connection from now on; a connection is refused by a handler that
   *     writes an ERROR and closes it
   */
  ConnectionHandler accept(Connection connection);
}
