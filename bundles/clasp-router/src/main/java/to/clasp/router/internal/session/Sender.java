package to.clasp.router.internal.session;

import java.util.concurrent.TimeUnit;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * Sends to one peer while it keeps up, and queues by meaning while it does not. Used by the
 * session's loop only.
 */
final class Sender {
  private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Outlet outlet;
  private final OutboundLimits limits;
  private Outbound queue;
  private boolean resync;
  private long dropped;
  private long lastNotice;

  Sender(Outlet outlet, OutboundLimits limits) {
    this.outlet = outlet;
    this.limits = limits;
  }

  /**
   * Sends or queues a message.
   *
   * @return false if there is no room for a reply
   */
  boolean send(Outgoing message) {
    if (isClear()) {
      outlet.write(message);
      return true;
    }
    if (resync && message.kind() == Outgoing.Kind.PARAM) {
      return true;
    }
    if (queue == null) {
      queue = new Outbound(limits);
    }
    switch (queue.offer(message)) {
      case QUEUED -> {}
      case RESYNC -> resync = true;
      case DROPPED -> dropped++;
      case OVERFLOW -> {
        return false;
      }
    }
    return true;
  }

  /** Whether the next message would go straight out. */
  boolean isClear() {
    return queue == null && outlet.isWritable();
  }

  /** Whether replies wait, so that the peer should not be asked for more requests. */
  boolean hasReplies() {
    return queue != null && queue.hasReplies();
  }

  /** Bytes that wait. */
  long queuedBytes() {
    return queue == null ? 0 : queue.bytes();
  }

  /** Whether params were dropped, so that a snapshot has to follow; asking takes the mark away. */
  boolean takeResync() {
    boolean taken = resync;
    resync = false;
    return taken;
  }

  /** Sends what waits, as far as the peer takes it. */
  void drain() {
    if (queue == null) {
      return;
    }
    while (outlet.isWritable()) {
      Outgoing next = queue.poll();
      if (next == null) {
        queue = null;
        noticeDropped();
        return;
      }
      outlet.write(next);
    }
  }

  private void noticeDropped() {
    long now = System.nanoTime();
    if (dropped > 0 && (lastNotice == 0 || now - lastNotice >= NOTICE_NANOS)) {
      String text = dropped + " events were dropped because the client did not keep up";
      outlet.write(Outgoing.reply(new ProtocolException(ErrorCode.OVERFLOW, text).toMessage()));
      dropped = 0;
      lastNotice = now;
    }
  }
}
