package to.clasp.router.internal.session;

import java.util.concurrent.TimeUnit;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.insight.SessionCounters;

/**
 * Sends to one peer while it keeps up, and queues by meaning while it does not. Used by the
 * session's loop only.
 */
final class Sender {
  private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Times count from here, so that they can be compared. */
  private static final long CREATED = System.nanoTime();

  private final Outlet outlet;
  private final OutboundLimits limits;
  private final SessionCounters counters;
  private Outbound queue;
  private boolean resync;
  private long dropped;
  private long firstDrop;
  private long lastNotice = -NOTICE_NANOS;

  Sender(Outlet outlet, OutboundLimits limits, SessionCounters counters) {
    this.outlet = outlet;
    this.limits = limits;
    this.counters = counters;
  }

  /**
   * Sends or queues a message.
   *
   * @return false if there is no room for a reply
   */
  boolean send(Outgoing message) {
    if (dropped > 0 && isLongSince(Math.max(firstDrop, lastNotice))) {
      return send(takeNotice()) && send(message);
    }
    if (isReady()) {
      write(message);
      return true;
    }
    if (resync && message.kind() == Outgoing.Kind.PARAM && !message.isRemoval()) {
      counters.conflated(1);
      return true;
    }
    return enqueue(message);
  }

  private void write(Outgoing message) {
    outlet.write(message);
    counters.sent();
  }

  private boolean enqueue(Outgoing message) {
    if (queue == null) {
      queue = new Outbound(limits, counters);
    }
    Outbound.Outcome outcome = queue.offer(message);
    counters.queued(queue.bytes(), queue.size());
    switch (outcome) {
      case QUEUED -> {}
      case RESYNC -> resync();
      case DROPPED -> countDropped(message);
      case OVERFLOW -> {
        return false;
      }
    }
    return true;
  }

  private void resync() {
    resync = true;
    counters.resync();
  }

  /**
   * Whether the next message would go straight out. What was written but not flushed says nothing
   * about the peer, so it is flushed before the answer is no.
   */
  boolean isReady() {
    if (queue != null) {
      return false;
    }
    if (!outlet.isWritable()) {
      outlet.flush();
    }
    return outlet.isWritable();
  }

  /** Whether replies wait, so that the peer should not be asked for more requests. */
  boolean hasReplies() {
    return queue != null && queue.hasReplies();
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return queue == null;
  }

  /** Bytes that wait. */
  long queuedBytes() {
    return queue == null ? 0 : queue.bytes();
  }

  /** Whether params were dropped, so that a snapshot has to follow. */
  boolean needsResync() {
    return resync;
  }

  /** The snapshot begins: params are sent again. */
  void resyncBegins() {
    resync = false;
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
        counters.queued(0, 0);
        if (dropped > 0 && isLongSince(lastNotice)) {
          write(takeNotice());
        }
        return;
      }
      write(next);
    }
    counters.queued(queue.bytes(), queue.size());
  }

  private void countDropped(Outgoing message) {
    if (message.kind() != Outgoing.Kind.EVENT) {
      counters.streamDropped();
      return;
    }
    counters.eventDropped();
    if (dropped++ == 0) {
      firstDrop = System.nanoTime() - CREATED;
    }
  }

  private static boolean isLongSince(long time) {
    return System.nanoTime() - CREATED - time >= NOTICE_NANOS;
  }

  private Outgoing takeNotice() {
    String text = dropped + " events were dropped because the client did not keep up";
    dropped = 0;
    lastNotice = System.nanoTime() - CREATED;
    counters.error(ErrorCode.OVERFLOW);
    return Outgoing.reply(new ProtocolException(ErrorCode.OVERFLOW, text).toMessage());
  }
}
