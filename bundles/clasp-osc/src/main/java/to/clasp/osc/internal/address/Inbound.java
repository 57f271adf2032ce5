package to.clasp.osc.internal.address;

/**
 * What a message with a certain address is for.
 *
 * @param kind what to do with it
 * @param osc its address as it was sent
 * @param address of the param or signal, or for a pattern that of CLASP which is at least as wide
 * @param pattern the pattern, or null if it is none
 */
public record Inbound(Kind kind, String osc, String address, OscPattern pattern) {

  /** What messages are for. */
  public enum Kind {
    /** Writes a param. */
    PARAM,
    /** Tells an event. */
    EVENT,
    /** Writes all params that match. */
    PATTERN,
    /** Asks for values. */
    SUBSCRIBE,
    /** Asks for no more values. */
    UNSUBSCRIBE,
    /** Asks for one value. */
    GET,
    /** Asks whether anybody is there. */
    PING,
    /** Asks for everything for ten seconds. */
    XREMOTE,
    /** Is an answer, which is never answered. */
    ANSWER
  }
}
