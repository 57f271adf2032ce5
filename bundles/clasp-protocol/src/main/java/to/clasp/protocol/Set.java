package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * SET (0x21): writes a param, and tells subscribers that one was written.
 *
 * @param address address of the param
 * @param value the new value
 * @param revision from a client the revision it expects to replace, from the router the new one
 *     (unsigned); null when not stated
 * @param lock true to hold the param's lock from now on
 * @param unlock true to give the lock back
 * @param ttl how long the param lives, or null when not stated
 */
public record Set(String address, Value value, Long revision, boolean lock, boolean unlock, Ttl ttl)
    implements Message {
  /** Checks that address and value are not null. */
  public Set {
    requireNonNull(address, "address");
    requireNonNull(value, "value");
  }

  /**
   * A SET without revision, lock or time to live.
   *
   * @param address address of the param
   * @param value the new value
   * @return the message
   */
  public static Set of(String address, Value value) {
    return new Set(address, value, null, false, false, null);
  }
}
