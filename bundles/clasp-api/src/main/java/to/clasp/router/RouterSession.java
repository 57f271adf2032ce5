package to.clasp.router;

import org.osgi.annotation.versioning.ProviderType;
import to.clasp.protocol.Message;

/** A session opened through {@link Router}. Safe from any thread. */
@ProviderType
public interface RouterSession extends AutoCloseable {

  /**
   * Its id, as peers see it when it writes a param.
   *
   * @return a UUID in lower case
   */
  String id();

  /**
   * Hands a message to the router. Messages of one thread are handled in order; what the router
   * answers, errors included, comes to the listener. Does nothing once the session is closed. A
   * session with more than 65 536 messages that cannot be handled yet is closed with ERROR 503.
   *
   * @param message any message but HELLO
   */
  void send(Message message);

  /**
   * Ends the session as a lost connection would: its subscriptions and locks are gone. Further
   * calls have no effect.
   */
  @Override
  void close();
}
