package to.clasp.protocol;

/** PONG (0x42): answers a PING. */
public record Pong() implements Message {
  /** The message; it has no content. */
  public static final Pong INSTANCE = new Pong();
}
