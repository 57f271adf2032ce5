package to.clasp.mqtt.internal.session;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import to.clasp.mqtt.internal.packet.MqttFault;
import to.clasp.mqtt.internal.packet.Reason;

/**
 * What happens while the client of a session is away: its will is published, and the session
 * expires, each in its time. Used by the session's loop only.
 */
final class Absence {
  private final ClientSession session;
  private final long longest;
  private long expirySeconds;
  private Will will;
  private ScheduledFuture<?> willTimer;
  private ScheduledFuture<?> expiryTimer;

  /**
   * @param longest how many seconds a session is kept at most
   */
  Absence(ClientSession session, long longest) {
    this.session = session;
    this.longest = longest;
  }

  /** The client is there, and says what is to happen when it goes. */
  void arranged(Wishes wishes) {
    expirySeconds = wishes.expirySeconds();
    will = wishes.will();
  }

  void requireMayExpireIn(long seconds) {
    if (expirySeconds == 0 && seconds > 0) {
      throw new MqttFault(Reason.PROTOCOL_ERROR, "the session was to end with the connection");
    }
  }

  /**
   * The client is gone.
   *
   * @param reason that it gave, or a negative number if it gave none
   * @param expiry that it wants from now on, or a negative number
   */
  void begin(int reason, long expiry) {
    if (expiry >= 0) {
      expirySeconds = Math.min(expiry, longest);
    }
    if (reason == Reason.SUCCESS) {
      will = null;
    }
    if (expirySeconds == 0) {
      session.end();
      return;
    }
    if (will != null && will.delaySeconds() == 0) {
      sendWill();
    } else if (will != null) {
      long delay = Math.min(will.delaySeconds(), expirySeconds);
      willTimer = session.loop().schedule(this::sendWill, delay, TimeUnit.SECONDS);
    }
    if (expirySeconds != Wishes.NEVER) {
      expiryTimer = session.loop().schedule(session::end, expirySeconds, TimeUnit.SECONDS);
    }
  }

  /** The client has come back, or the session has ended. */
  void cancel() {
    if (willTimer != null) {
      willTimer.cancel(false);
      willTimer = null;
    }
    if (expiryTimer != null) {
      expiryTimer.cancel(false);
      expiryTimer = null;
    }
  }

  private void sendWill() {
    Will due = takeWill();
    if (due != null && !session.isEnded()) {
      session.publishing().publish(due, session::endBatch);
    }
  }

  /** The will, if it was not published; it is not published twice. */
  Will takeWill() {
    Will taken = will;
    will = null;
    return taken;
  }
}
