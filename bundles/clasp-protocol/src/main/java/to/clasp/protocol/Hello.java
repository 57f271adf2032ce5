package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * HELLO (0x01): the first message of a client.
 *
 * @param version protocol version, 0 to 255; every known client sends 1
 * @param features the signal types the client says it supports
 * @param name name of the client for people to read; may be empty
 * @param token the credential, or null when the client sends none
 */
public record Hello(int version, Features features, String name, String token) implements Message {
  /** Checks that nothing but the token is null. */
  public Hello {
    requireNonNull(features, "features");
    requireNonNull(name, "name");
  }

  /** For logs: without the token. */
  @Override
  public String toString() {
    return "Hello[version=%d, features=%s, name=%s, token=%s]"
        .formatted(version, features, name, token == null ? "none" : "hidden");
  }
}
