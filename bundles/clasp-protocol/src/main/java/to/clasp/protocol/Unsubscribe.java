package to.clasp.protocol;

/**
 * UNSUBSCRIBE (0x11): ends a subscription; an unknown id is no error.
 *
 * @param id the id given in SUBSCRIBE, 0 to 2^32-1
 */
public record Unsubscribe(long id) implements Message {}
