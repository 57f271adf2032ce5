package to.clasp.p2p.internal.link;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what has come from others and was not handled yet; more means that the application hangs.
 * Safe from any thread.
 */
public final class Backlog {
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  /**
   * What something that waits takes besides its bytes, about: the smallest ones come most often.
   */
  private static final int OVERHEAD = 256;

  private final AtomicLong bytes = new AtomicLong();

  /**
   * Something has come.
   *
   * @param size in bytes
   * @return false if it is too much; then it does not count
   */
  public boolean tryAdd(int size) {
    long added = (long) size + OVERHEAD;
    if (bytes.addAndGet(added) <= MAX_BYTES) {
      return true;
    }
    bytes.addAndGet(-added);
    return false;
  }

  /**
   * It was handled.
   *
   * @param size as it was added
   */
  public void remove(int size) {
    bytes.addAndGet(-((long) size + OVERHEAD));
  }
}
