package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * WELCOME (0x02): the router's answer to an accepted HELLO.
 *
 * @param version protocol version, 1
 * @param features the signal types the router supports
 * @param time the router's clock when it answered, in µs since 1970-01-01 UTC
 * @param session id of the new session, a UUID in lower case
 * @param name name of the router for people to read
 * @param token a token that the router has made for the client, to be shown next time, or null
 */
public record Welcome(
    int version, Features features, long time, String session, String name, String token)
    implements Message {
  /** Checks that nothing but the token is null. */
  public Welcome {
    requireNonNull(features, "features");
    requireNonNull(session, "session");
    requireNonNull(name, "name");
  }

  /** For logs: without the token. */
  @Override
  public String toString() {
    return "Welcome[version=%d, features=%s, time=%d, session=%s, name=%s, token=%s]"
        .formatted(version, features, time, session, name, token == null ? "none" : "hidden");
  }
}
