package to.clasp.protocol;

/**
 * SYNC (0x40): one exchange of clock synchronisation (protocol 8.6). All times are µs since
 * 1970-01-01 UTC, unsigned.
 *
 * @param t1 the asker's clock when it asked
 * @param t2 the answerer's clock when the question arrived, or null in the question
 * @param t3 the answerer's clock when it answered, or null in the question
 */
public record Sync(long t1, Long t2, Long t3) implements Message {}
