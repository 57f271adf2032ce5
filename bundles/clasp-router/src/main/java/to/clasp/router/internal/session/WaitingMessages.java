package to.clasp.router.internal.session;

import java.util.ArrayDeque;
import java.util.Deque;
import to.clasp.protocol.Message;

/** Messages of one client that cannot be handled yet, bounded in number and bytes. */
final class WaitingMessages {
  /** Both are more than a transport hands over after reading was paused. */
  private static final int MAX_COUNT = 65_536;

  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private record Waiting(Message message, int size, Object attachment) {}

  // Null until the first message, because most sessions never have one wait.
  private Deque<Waiting> messages;
  private int bytes;

  boolean isEmpty() {
    return messages == null || messages.isEmpty();
  }

  /**
   * Adds a message.
   *
   * @param size its size in bytes
   * @return false if there is no room for it
   */
  boolean add(Message message, int size) {
    return add(message, size, null);
  }

  /** As {@link #add(Message, int)}, with what goes with the message. */
  boolean add(Message message, int size, Object attachment) {
    if (messages == null) {
      messages = new ArrayDeque<>(0);
    }
    if (messages.size() == MAX_COUNT || bytes + size > MAX_BYTES) {
      return false;
    }
    messages.add(new Waiting(message, size, attachment));
    bytes += size;
    return true;
  }

  /** What goes with the first message; there is one. */
  Object attachment() {
    return messages.element().attachment();
  }

  /** Takes the first message; there is one. */
  Message poll() {
    Waiting first = messages.remove();
    bytes -= first.size();
    return first.message();
  }
}
