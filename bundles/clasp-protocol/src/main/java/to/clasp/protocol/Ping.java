package to.clasp.protocol;

/** PING (0x41): asks the peer for a PONG. */
public record Ping() implements Message {
  /** The message; it has no content. */
  public static final Ping INSTANCE = new Ping();
}
