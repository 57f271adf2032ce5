package to.clasp.auth;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** One way to check credentials, registered as a service while it is configured. */
@ConsumerType
public interface AuthScheme {
  /** The scheme that lets everybody in; it is ignored while another scheme is active. */
  String OPEN = "open";

  /** Stands for every transport in {@link #transportsWithoutToken}. */
  String ANY_TRANSPORT = "*";

  /**
   * Its name.
   *
   * @return a short name in lower case, such as {@code cpsk}
   */
  String name();

  /**
   * Checks credentials. Called from event loops, so it returns at once.
   *
   * @param credentials what the client showed
   * @return completes, on any thread, with the answer
   */
  CompletionStage<AuthAnswer> check(Credentials credentials);

  /**
   * Over which transports it may grant something to a client that shows neither token nor
   * certificate. Such a scheme is asked after those that judge what is shown. When the answer
   * changes, the properties of the service do, too. Called on any thread.
   *
   * @return names as in {@link to.clasp.transport.ConnectionInfo#transport}, or {@link
   *     #ANY_TRANSPORT}; empty for none
   */
  default Set<String> transportsWithoutToken() {
    return Set.of();
  }
}
