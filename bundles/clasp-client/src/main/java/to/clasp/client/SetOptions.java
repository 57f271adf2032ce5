package to.clasp.client;

import to.clasp.protocol.Ttl;

/**
 * Conditions of a SET. Immutable; begin with {@link #NONE}.
 *
 * @param revision the revision that the param must have (unsigned), or null for any
 * @param ttl how long the param lives, or null to leave that as it is; reference routers before
 *     release 4 ignore it
 * @param lock whether to hold the param's lock from now on
 * @param unlock whether to give the lock back
 */
public record SetOptions(Long revision, Ttl ttl, boolean lock, boolean unlock) {
  /** No conditions. */
  public static final SetOptions NONE = new SetOptions(null, null, false, false);

  /** Take the lock. */
  public static final SetOptions LOCK = new SetOptions(null, null, true, false);

  /** Give the lock back. */
  public static final SetOptions UNLOCK = new SetOptions(null, null, false, true);

  /**
   * Only if nobody wrote in between.
   *
   * @param expected the revision that the param must have, as told by {@link Received#revision}
   * @return changed options
   */
  public SetOptions revision(long expected) {
    return new SetOptions(expected, ttl, lock, unlock);
  }

  /**
   * For a limited time.
   *
   * @param life how long the param lives
   * @return changed options
   */
  public SetOptions ttl(Ttl life) {
    return new SetOptions(revision, life, lock, unlock);
  }
}
