package to.clasp.router;

import org.osgi.annotation.versioning.ConsumerType;
import to.clasp.protocol.Message;
import to.clasp.transport.CloseReason;

/**
 * Receives what the router sends to a {@link RouterSession}. Called on the session's executor only.
 * An exception out of any method is logged and otherwise ignored.
 */
@ConsumerType
public interface MessageListener {

  /**
   * A message for the session.
   *
   * @param message SET, PUBLISH, SNAPSHOT, ACK, ERROR, RESULT, SYNC or PONG
   */
  void onMessage(Message message);

  /**
   * The session has ended; nothing follows. Called once, also after {@link RouterSession#close()}.
   *
   * @param why the reason
   */
  default void onClosed(CloseReason why) {}
}
