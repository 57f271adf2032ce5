package to.clasp.router.internal.state;

/** Who still needs a param. Safe from any thread, takes no lock. */
public interface Protection {
  /** Whether a param may not be removed silently: it is announced or somebody subscribed to it. */
  boolean isNeeded(String address);
}
