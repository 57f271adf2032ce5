package to.clasp.auth;

import static java.util.Objects.requireNonNull;

import to.clasp.transport.ConnectionInfo;

/**
 * What a client shows in its HELLO.
 *
 * @param clientName name of the client for people to read; may be empty
 * @param token the token, or null if it showed none; secret, never to be logged
 * @param connection how the client is connected
 */
public record Credentials(String clientName, String token, ConnectionInfo connection) {
  /** Checks that nothing but the token is null. */
  public Credentials {
    requireNonNull(clientName, "clientName");
    requireNonNull(connection, "connection");
  }

  @Override
  public String toString() {
    return "Credentials[clientName=" + clientName + ", connection=" + connection + "]";
  }
}
