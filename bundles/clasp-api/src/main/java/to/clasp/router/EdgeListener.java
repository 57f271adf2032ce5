package to.clasp.router;

import org.osgi.annotation.versioning.ConsumerType;
import to.clasp.protocol.Message;

/**
 * The way to one client that speaks another protocol, for {@link Router#openEdge}. Called on the
 * session's executor only. While it is not writable, what it would be given waits in the router,
 * bounded and by meaning, as for a connection that does not keep up.
 */
@ConsumerType
public interface EdgeListener extends MessageListener {

  /**
   * A message for the session.
   *
   * @param message SET, PUBLISH, SNAPSHOT, ACK, ERROR, RESULT, SYNC or PONG
   * @param origin id of the session whose message this is or answers, or null where that is not
   *     known
   * @param attachment of a SET or PUBLISH, and of an answer, what the origin gave to {@link
   *     EdgeSession#take}, or null; never to be changed
   */
  void onMessage(Message message, String origin, Object attachment);

  /** Not called; {@link #onMessage(Message, String, Object)} is. */
  @Override
  default void onMessage(Message message) {
    onMessage(message, null, null);
  }

  /** What was handed over belongs together and ends here: the time to send it. */
  void flush();

  /**
   * Whether the client takes more. When it does again after this was seen false, {@link
   * EdgeSession#writable()} is to be called.
   *
   * @return false to let the router keep what comes
   */
  boolean isWritable();

  /**
   * Pauses or resumes reading from the client. A few messages may still be taken after a pause.
   *
   * @param on true to read
   */
  void setReading(boolean on);
}
