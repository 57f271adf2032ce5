package to.clasp.router;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;

/**
 * Who opens a session in the JVM, for logs and people.
 *
 * @param name name of the session, such as {@code mqtt:lamp-7}
 * @param transport what kind of door it came through, in lower case, such as {@code host}
 * @param remote where the client is, or null for code in this JVM
 */
public record SessionInfo(String name, String transport, SocketAddress remote) {
  /** Checks for null. */
  public SessionInfo {
    requireNonNull(name, "name");
    requireNonNull(transport, "transport");
  }

  /**
   * Code in this JVM.
   *
   * @param name as above
   * @param transport as above
   */
  public SessionInfo(String name, String transport) {
    this(name, transport, null);
  }
}
