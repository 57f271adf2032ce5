package to.clasp.p2p;

import static java.util.Objects.requireNonNull;

/**
 * A server that passes on what cannot go directly.
 *
 * @param url {@code turn:host:port} or {@code turns:host:port}, with {@code ?transport=tcp} if
 *     wanted
 * @param username name of the account
 * @param credential its password
 */
public record TurnServer(String url, String username, String credential) {
  /**
   * Checks the scheme.
   *
   * @throws IllegalArgumentException if the URL is none of a TURN server
   */
  public TurnServer {
    requireNonNull(url, "url");
    requireNonNull(username, "username");
    requireNonNull(credential, "credential");
    if (!url.startsWith("turn:") && !url.startsWith("turns:")) {
      throw new IllegalArgumentException(
          "TURN server " + url + ": the URL begins with turn: or turns:");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "TurnServer[url=" + url + ", username=" + username + "]";
  }
}
