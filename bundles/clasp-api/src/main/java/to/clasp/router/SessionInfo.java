package to.clasp.router;

import static java.util.Objects.requireNonNull;

/**
 * Who opens a session in the JVM, for logs and people.
 *
 * @param name name of the session, such as {@code mqtt:lamp-7}
 * @param transport what kind of door it came through, in lower case, such as {@code host}
 */
public record SessionInfo(String name, String transport) {
  /** Checks for null. */
  public SessionInfo {
    requireNonNull(name, "name");
    requireNonNull(transport, "transport");
  }
}
