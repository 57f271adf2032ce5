package to.clasp.router.internal.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;

/**
 * Bounds the messages of one session: after silence as many at once as a second allows, then one
 * for every place that time makes. A bundle counts as the messages in it, and passes whole if there
 * is any place. Used by the session's loop only.
 */
final class RateLimit {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final LongSupplier nanoTime;

  /** Time until which places are taken, if it lies ahead. */
  private long takenUntil;

  private long lastNotice;

  /**
   * @param perSecond most messages, 1 or more
   * @param nanoTime as {@link System#nanoTime}
   */
  RateLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.takenUntil = nanoTime.getAsLong();
    this.lastNotice = takenUntil - SECOND;
  }

  /** Takes the place of a message; false if there is none and the message has to be dropped. */
  boolean admits(Message message) {
    return take(places(message));
  }

  private static int places(Message message) {
    if (!(message instanceof Bundle bundle)) {
      return 1;
    }
    int places = 0;
    for (Message inner : bundle.messages()) {
      places += places(inner);
    }
    return Math.max(1, places);
  }

  /** Takes the place of a frame that could not be read. */
  boolean admitsUnreadable() {
    return take(1);
  }

  private boolean take(int places) {
    long now = nanoTime.getAsLong();
    long interval = SECOND / perSecond;
    long from = takenUntil - now > 0 ? takenUntil : now;
    if (from - now > SECOND - interval) {
      return false;
    }
    takenUntil = from + places * interval;
    return true;
  }

  /**
   * What the sender of a dropped message is told. A request that is waited for gets its own answer;
   * of everything else, one in a second speaks for all.
   *
   * @param dropped the message, or null if it could not be read
   * @return the error, or null if nothing is to be said
   */
  ProtocolException refusal(Message dropped) {
    String address = dropped == null ? null : addressOf(dropped);
    boolean isAwaited = address != null && !(dropped instanceof Publish);
    long now = nanoTime.getAsLong();
    if (!isAwaited && !(dropped instanceof Bundle)) {
      if (now - lastNotice < SECOND) {
        return null;
      }
      lastNotice = now;
    }
    return new ProtocolException(
        ErrorCode.LIMIT_EXCEEDED, "at most " + perSecond + " messages per second", address);
  }

  private static String addressOf(Message message) {
    if (message instanceof Set set) {
      return set.address();
    } else if (message instanceof Publish publish) {
      return publish.address();
    } else if (message instanceof Get get) {
      return get.address();
    } else if (message instanceof Subscribe subscribe) {
      return subscribe.pattern();
    } else if (message instanceof Query query) {
      return query.pattern();
    }
    return message instanceof Announce announce ? announce.namespace() : null;
  }
}
