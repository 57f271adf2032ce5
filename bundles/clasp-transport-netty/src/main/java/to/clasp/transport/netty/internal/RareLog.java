package to.clasp.transport.netty.internal;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.NettyConnection;

/** Logs each kind of event at most once in ten seconds, so that peers cannot fill the log. */
public final class RareLog {
  private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final AtomicLong CALLBACK = new AtomicLong(System.nanoTime());
  private static final AtomicLong HANDSHAKE = new AtomicLong(System.nanoTime());
  private static final AtomicLong PLAIN = new AtomicLong(System.nanoTime());

  private static final int LONGEST = 200;

  private RareLog() {}

  private static boolean isDue(AtomicLong next) {
    long now = System.nanoTime();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + PAUSE);
  }

  /**
   * A callback threw.
   *
   * @param callback its name
   * @param failure what it threw
   */
  public static void callbackFailed(String callback, Throwable failure) {
    if (isDue(CALLBACK)) {
      LOG.warn("a connection is closed because {} failed: {}", callback, failure.toString());
    }
    LOG.debug("{} failed", callback, failure);
  }

  /**
   * A client did not complete its TLS handshake.
   *
   * @param channel its channel
   * @param failure what went wrong
   */
  public static void handshakeFailed(Channel channel, Throwable failure) {
    if (isDue(HANDSHAKE)) {
      LOG.info("TLS handshake with {} failed: {}", channel.remoteAddress(), reason(failure));
    }
    LOG.debug("TLS handshake with {} failed", channel.remoteAddress(), failure);
  }

  /** The text may hold all that the peer has sent, in hexadecimal digits. */
  static String reason(Throwable failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * A client without TLS was refused.
   *
   * @param channel its channel
   */
  public static void plainRefused(Channel channel) {
    if (isDue(PLAIN)) {
      LOG.warn(
          "{} speaks without TLS to {}, which is for TLS only; refused",
          channel.remoteAddress(),
          channel.localAddress());
    }
  }
}
