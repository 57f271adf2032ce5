package to.clasp.osc.internal.address;

import java.util.function.LongSupplier;
import to.clasp.osc.internal.codec.OscException;

/**
 * What all patterns of an edge may cost in a second, in characters that are looked at: a small
 * packet can ask for as much as all params make. Safe from any thread.
 */
public final class Effort {
  /** Some tens of milliseconds of one processor. */
  private static final long IN_SECOND = 20_000_000;

  private final LongSupplier second;
  private long current;
  private long left = IN_SECOND;

  /**
   * Nothing is spent yet.
   *
   * @param second tells the time in whole seconds
   */
  public Effort(LongSupplier second) {
    this.second = second;
    this.current = second.getAsLong();
  }

  /**
   * Spends some.
   *
   * @param characters how many are looked at
   * @throws OscException if nothing is left in this second
   */
  public synchronized void spend(int characters) {
    left -= characters;
    if (left < 0) {
      refill();
    }
  }

  private void refill() {
    long now = second.getAsLong();
    if (now == current) {
      throw new OscException("patterns that take too long in this second");
    }
    current = now;
    left = IN_SECOND;
  }
}
