package to.clasp.router;

import java.util.List;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.auth.Grant;
import to.clasp.protocol.AddressPattern;

/**
 * The router, for code in the same JVM: hosts, and edges that speak another protocol. Registered as
 * a service for as long as the router's bundle is active. Safe from any thread.
 *
 * <p>What it tells about itself is a picture of the moment, in which one number may be slightly
 * behind another. It is for the host alone: no scope limits it. It costs the caller time in
 * proportion to the number of sessions, or of params, and holds up nobody else.
 */
@ProviderType
public interface Router {

  /**
   * Opens a session. It is under the same authorisation, limits and back-pressure as a session over
   * the network, and ends with its grant as such a session does. There is no HELLO and no WELCOME;
   * state is given on subscription.
   *
   * @param info who opens it
   * @param grant what it may do; its lease is taken over and released exactly once, also if no
   *     session is opened
   * @param executor runs everything about the session, one task after the other; the listener is
   *     called on it and nowhere else
   * @param listener receives what the router sends
   * @return the session
   * @throws to.clasp.protocol.ProtocolException if there is no room for another session, the router
   *     has stopped, or the grant has expired
   */
  RouterSession open(SessionInfo info, Grant grant, Executor executor, MessageListener listener);

  /**
   * Opens a session for a client that speaks another protocol, as {@link #open} does, with
   * back-pressure and without a task for each message.
   *
   * @param info who opens it
   * @param grant as in {@link #open}
   * @param executor as in {@link #open}; sessions of one executor are served together
   * @param listener the way to the client
   * @return the session
   * @throws to.clasp.protocol.ProtocolException as in {@link #open}
   */
  EdgeSession openEdge(SessionInfo info, Grant grant, Executor executor, EdgeListener listener);

  /**
   * The router at a glance, with everything it has counted.
   *
   * @return the status of this moment
   */
  RouterStatus status();

  /**
   * The sessions, the oldest first.
   *
   * @param limit most sessions to tell, at least 1
   * @return a copy
   * @throws IllegalArgumentException if the limit is less than 1
   */
  List<SessionStatus> sessions(int limit);

  /**
   * The subscriptions of a session, by their id.
   *
   * @param sessionId id of the session
   * @param limit most subscriptions to tell, at least 1
   * @return a copy; empty if there is no such session
   * @throws IllegalArgumentException if the limit is less than 1
   */
  List<SubscriptionStatus> subscriptions(String sessionId, int limit);

  /**
   * The params whose address matches, by their address. Reading a param does not count as use of
   * it.
   *
   * @param pattern what the address has to match
   * @param limit most params to tell, at least 1
   * @return a copy
   * @throws IllegalArgumentException if the limit is less than 1
   */
  List<ParamStatus> params(AddressPattern pattern, int limit);
}
