package to.clasp.protocol;

/**
 * The optional wishes of a SUBSCRIBE; each is null when the client did not state it.
 *
 * @param maxRate most messages per second and address, 0 to 2^32-1
 * @param epsilon changes smaller than this need not be sent
 * @param history how many past values are wanted, 0 to 2^32-1
 * @param window span of gathered samples in ms, 0 to 2^32-1
 */
public record SubscribeOptions(Long maxRate, Double epsilon, Long history, Long window) {
  /** No wishes. */
  public static final SubscribeOptions NONE = new SubscribeOptions(null, null, null, null);
}
