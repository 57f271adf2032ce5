package to.clasp.p2p.internal.wire;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import to.clasp.p2p.LocalPeer;

/**
 * Bounds what reliable messages that have not come as a whole take, over all peers of one client.
 * Used on the loop.
 */
public final class ReliableMemory {
  private static final long MAX_BYTES = 4L * LocalPeer.MAX_MESSAGE_BYTES;

  /** For the peer that began first only: so there is always a message that can be completed. */
  private static final long RESERVE = LocalPeer.MAX_MESSAGE_BYTES;

  /** A peer that sends less than that in the time loses its place, if another one needs it. */
  private static final long SLOW_BYTES = 256 * 1024;

  private static final long SLOW_NANOS = Duration.ofSeconds(60).toNanos();

  /** Looking for slow peers takes time in proportion to their number, so it is done seldom. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier clock;
  private final Set<Share> shares = new LinkedHashSet<>();
  private long used;

  private long looked;

  /**
   * Nothing is taken.
   *
   * @param clock the time in ns
   */
  public ReliableMemory(LongSupplier clock) {
    this.clock = clock;
    this.looked = clock.getAsLong() - LOOK_NANOS;
  }

  Share share(Runnable onReclaim) {
    return new Share(onReclaim);
  }

  private void reclaim(Share wanting) {
    long now = clock.getAsLong();
    if (now - looked < LOOK_NANOS) {
      return;
    }
    looked = now;
    for (Share share : List.copyOf(shares)) {
      if (share != wanting && now - share.marked >= SLOW_NANOS) {
        share.onReclaim.run();
      }
    }
  }

  /** What one peer takes. */
  final class Share {
    private final Runnable onReclaim;
    private long parts;
    private long ahead;
    private long marked;
    private long sinceMark;

    private Share(Runnable onReclaim) {
      this.onReclaim = onReclaim;
    }

    /** Takes memory for a part of the message that is coming, if there is some. */
    boolean tryHoldPart(int bytes) {
      if (!tryTake(bytes, true)) {
        return false;
      }
      parts += bytes;
      return true;
    }

    /** Takes memory for a packet behind a missing one, if there is some. */
    boolean tryKeepAhead(int bytes) {
      if (!tryTake(bytes, false)) {
        return false;
      }
      ahead += bytes;
      return true;
    }

    private boolean tryTake(int bytes, boolean fromReserve) {
      if (!fits(bytes, fromReserve)) {
        reclaim(this);
        if (!fits(bytes, fromReserve)) {
          return false;
        }
      }
      used += bytes;
      sinceMark += bytes;
      if (shares.add(this) || sinceMark >= SLOW_BYTES) {
        marked = clock.getAsLong();
        sinceMark = 0;
      }
      return true;
    }

    private boolean fits(int bytes, boolean fromReserve) {
      boolean first = shares.isEmpty() || shares.iterator().next() == this;
      return used + bytes <= (first && fromReserve ? MAX_BYTES : MAX_BYTES - RESERVE);
    }

    void releaseParts() {
      used -= parts;
      parts = 0;
      leaveIfEmpty();
    }

    void releaseAhead(int bytes) {
      used -= bytes;
      ahead -= bytes;
      leaveIfEmpty();
    }

    private void leaveIfEmpty() {
      if (parts == 0 && ahead == 0) {
        shares.remove(this);
      }
    }
  }
}
