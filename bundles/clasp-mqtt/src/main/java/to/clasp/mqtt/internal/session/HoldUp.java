package to.clasp.mqtt.internal.session;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Message;

/**
 * A message with quality of service of a client that sends faster than it may and cannot be told
 * so: it waits for its place, which comes within a second, and nothing is read from the client
 * meanwhile. Used by the session's loop only.
 */
final class HoldUp {
  static final long PAUSE_MILLIS = 10;

  private final ClientSession session;
  private Message message;
  private Published published;
  private ScheduledFuture<?> timer;

  HoldUp(ClientSession session) {
    this.session = session;
  }

  /** A message has no place. No other one comes before it was taken or given up. */
  void begin(Message waiting, Published by) {
    message = waiting;
    published = by;
    session.setHeldUp(true);
    again();
  }

  private void again() {
    timer = session.loop().schedule(this::retry, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void retry() {
    if (published == null) {
      return;
    }
    if (!session.publishing().submit(message, published)) {
      again();
      return;
    }
    message = null;
    published = null;
    session.setHeldUp(false);
    session.endBatch();
  }

  /**
   * The client is gone; it sends the message again when it comes back.
   *
   * @return what was attached to the message, or null if none waited
   */
  Published giveUp() {
    Published given = published;
    if (given != null) {
      timer.cancel(false);
      message = null;
      published = null;
    }
    return given;
  }
}
