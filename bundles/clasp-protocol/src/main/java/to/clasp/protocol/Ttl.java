package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * How long a param lives (protocol 13.1).
 *
 * @param kind what the time counts from
 * @param seconds 0 to 2^31-1; 0 if the kind is {@link Kind#NEVER}
 */
public record Ttl(Kind kind, int seconds) {
  /** The param never expires. */
  public static final Ttl NEVER = new Ttl(Kind.NEVER, 0);

  /** What a time to live counts from. */
  public enum Kind {
    /** The param never expires. */
    NEVER,
    /** Counted from the last access. */
    SLIDING,
    /** Counted from the last write. */
    ABSOLUTE
  }

  /**
   * Checks the range; a sliding time of 0 is the same as never.
   *
   * @throws IllegalArgumentException if the time is negative, or given with {@link Kind#NEVER}
   */
  public Ttl {
    requireNonNull(kind, "kind");
    if (seconds < 0 || kind == Kind.NEVER && seconds != 0) {
      throw new IllegalArgumentException("ttl of " + seconds + " seconds, kind " + kind);
    }
    if (kind == Kind.SLIDING && seconds == 0) {
      kind = Kind.NEVER;
    }
  }
}
