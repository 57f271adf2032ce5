package to.clasp.mqtt.internal.session;

/**
 * What a client asks for when it connects.
 *
 * @param expirySeconds how long the session outlives the connection; 0 for not at all, {@link
 *     #NEVER} for ever
 * @param receiveMaximum most messages to the client under way
 * @param will or null
 */
public record Wishes(long expirySeconds, int receiveMaximum, Will will) {
  /** Expiry of a session that never ends by itself. */
  public static final long NEVER = 0xFFFF_FFFFL;
}
