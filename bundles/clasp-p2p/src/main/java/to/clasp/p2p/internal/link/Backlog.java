package to.clasp.p2p.internal.link;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what has come from others and was not handled yet; more means that the application hangs.
 * Safe from any thread.
 */
public final class Backlog {
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  /** Of all parts together, so that many connections do not take as many times that much. */
  private static final long MAX_SHARED_BYTES = 4 * MAX_BYTES;

  /**
   * What something that waits takes besides its bytes, about: the smallest ones come most often.
   */
  private static final int OVERHEAD = 256;

  private static final long ENDED = -1;

  private final AtomicLong bytes = new AtomicLong();
  private final long max;
  private final Backlog whole;

  /** One that stands alone. */
  public Backlog() {
    this(MAX_BYTES, null);
  }

  private Backlog(long max, Backlog whole) {
    this.max = max;
    this.whole = whole;
  }

  /**
   * One that has {@linkplain #part parts}.
   *
   * @return an empty one
   */
  public static Backlog shared() {
    return new Backlog(MAX_SHARED_BYTES, null);
  }

  /**
   * One that counts in this one, too.
   *
   * @return an empty one
   */
  public Backlog part() {
    return new Backlog(MAX_BYTES, this);
  }

  /**
   * Something has come.
   *
   * @param size in bytes
   * @return false if it is too much; then it does not count
   */
  public boolean tryAdd(int size) {
    long added = (long) size + OVERHEAD;
    if (whole != null && !whole.tryChange(added)) {
      return false;
    }
    if (tryChange(added)) {
      return true;
    }
    if (whole != null) {
      whole.tryChange(-added);
    }
    return false;
  }

  private boolean tryChange(long change) {
    while (true) {
      long now = bytes.get();
      if (now == ENDED || now + change > max) {
        return false;
      } else if (bytes.compareAndSet(now, now + change)) {
        return true;
      }
    }
  }

  /**
   * It was handled.
   *
   * @param size as it was added
   */
  public void remove(int size) {
    long removed = (long) size + OVERHEAD;
    if (tryChange(-removed) && whole != null) {
      whole.tryChange(-removed);
    }
  }

  /** Takes nothing any more; what was not handled will not be. */
  public void end() {
    long left = bytes.getAndSet(ENDED);
    if (left > 0 && whole != null) {
      whole.tryChange(-left);
    }
  }
}
