package to.clasp.auth;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** One way to check credentials, registered as a service while it is configured. */
@ConsumerType
public interface AuthScheme {
  /** The scheme that lets everybody in; it is ignored while another scheme is active. */
  String OPEN = "open";

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
}
