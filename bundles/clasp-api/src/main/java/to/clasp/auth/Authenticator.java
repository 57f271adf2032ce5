package to.clasp.auth;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides who may open a session. There is one service of this type while at least one {@link
 * AuthScheme} is configured, and none otherwise: then no port is open.
 */
@ProviderType
public interface Authenticator {
  /**
   * Service property, a {@code String[]}: the transports that {@link #admitsWithoutToken} holds
   * for, {@link AuthScheme#ANY_TRANSPORT} for all of them. A component that opens a port only then
   * has a property of the same name, with the name of its transport.
   */
  String WITHOUT_TOKEN = "to.clasp.auth.withoutToken";

  /**
   * Checks credentials. Called from event loops, so it returns at once.
   *
   * @param credentials what the client showed
   * @return completes, on any thread, with what the client may do; exceptionally with a {@link
   *     to.clasp.protocol.ProtocolException} that says why it is refused: {@link
   *     to.clasp.protocol.ErrorCode#UNAUTHORIZED} without a valid token, {@code TOKEN_EXPIRED},
   *     {@code FORBIDDEN} for one that is not valid here, {@code LIMIT_EXCEEDED} after too many
   *     attempts. Whoever does not open a session with the grant releases its {@link Lease}.
   */
  CompletionStage<Grant> authenticate(Credentials credentials);

  /**
   * Whether some clients of a transport may get a grant without showing a token. A transport whose
   * clients cannot show one need not open its port otherwise. Callable from any thread; the
   * property {@link #WITHOUT_TOKEN} of the service changes with it.
   *
   * @param transport its name as in {@link to.clasp.transport.ConnectionInfo#transport}, such as
   *     {@code osc}
   * @return true if it depends on the client, false if every one is refused
   */
  default boolean admitsWithoutToken(String transport) {
    return false;
  }
}
