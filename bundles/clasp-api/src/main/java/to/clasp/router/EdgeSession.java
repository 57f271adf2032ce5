package to.clasp.router;

import org.osgi.annotation.versioning.ProviderType;
import to.clasp.protocol.Message;

/**
 * A session opened by {@link Router#openEdge}. What is declared here is called on its executor
 * only, also within calls of its listener; it has no effect once the session has ended.
 */
@ProviderType
public interface EdgeSession extends RouterSession {

  /**
   * Hands a message to the router, which handles it at once unless the session is busy with one
   * before it. To be followed by {@link #endBatch()}, once for many.
   *
   * @param message any message but HELLO
   * @param attachment given to every {@link EdgeListener} together with what the message becomes,
   *     and with its answers; never leaves the JVM, never changed; or null
   */
  void take(Message message, Object attachment);

  /**
   * As {@link #take}, unless the client sends more messages per second than it may: then nothing is
   * done or answered, and the message may be offered again.
   *
   * @param message any message but HELLO
   * @param attachment as for {@link #take}
   * @return false if there is no place for the message now; there is one within a second
   */
  boolean offer(Message message, Object attachment);

  /** Ends a batch of messages: everybody gets what it has caused. */
  void endBatch();

  /** The listener is writable again. */
  void writable();
}
