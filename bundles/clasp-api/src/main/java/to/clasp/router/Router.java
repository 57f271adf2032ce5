package to.clasp.router;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.auth.Grant;

/**
 * The router, for code in the same JVM: hosts, and edges that speak another protocol. Registered as
 * a service for as long as the router's bundle is active. Safe from any thread.
 */
@ProviderType
public interface Router {

  /**
   * Opens a session. It is under the same authorisation, limits and back-pressure as a session over
   * the network. There is no HELLO and no WELCOME; state is given on subscription.
   *
   * @param info who opens it
   * @param grant what it may do
   * @param executor runs everything about the session, one task after the other; the listener is
   *     called on it and nowhere else
   * @param listener receives what the router sends
   * @return the session
   * @throws to.clasp.protocol.ProtocolException if there is no room for another session
   */
  RouterSession open(SessionInfo info, Grant grant, Executor executor, MessageListener listener);
}
