package to.clasp.router.internal.session;

/** What a {@link Walk} may do before others have their turn: so many looks, and a millisecond. */
public final class PieceBudget {
  private static final int MAX_LOOKS = 4096;
  private static final int LOOKS_PER_CLOCK = 32;
  private static final long MAX_NANOS = 1_000_000;

  private final long begin = System.nanoTime();
  private int looks;

  /** Whether one more look is allowed; counts it. */
  public boolean allows() {
    if (looks++ >= MAX_LOOKS) {
      return false;
    }
    return looks % LOOKS_PER_CLOCK != 0 || System.nanoTime() - begin < MAX_NANOS;
  }
}
