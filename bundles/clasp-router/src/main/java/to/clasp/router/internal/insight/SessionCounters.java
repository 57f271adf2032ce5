package to.clasp.router.internal.insight;

import java.util.concurrent.atomic.AtomicLongArray;
import to.clasp.protocol.ErrorCode;
import to.clasp.router.Drops;

/**
 * What one session counts. Its loop writes, with no more cost than to a plain field; any thread
 * reads, and may see a count a moment later than it was made.
 */
public final class SessionCounters {
  private static final int SENT = MessageNames.count();
  private static final int CONFLATED = SENT + 1;
  private static final int STREAMS_DROPPED = SENT + 2;
  private static final int EVENTS_DROPPED = SENT + 3;
  private static final int RESYNCS = SENT + 4;
  private static final int ERRORS = SENT + 5;

  /** How many numbers there are that only grow. */
  static final int GROWING = ERRORS + ErrorCode.values().length;

  // How things are now; kept in the array of counts, where errors are not.
  private static final int QUEUED_BYTES = ERRORS;
  private static final int QUEUED_MESSAGES = ERRORS + 1;
  private static final int PAUSED = ERRORS + 2;

  private final AtomicLongArray counts = new AtomicLongArray(ERRORS + 3);
  // Null until the first error, because most sessions never see one.
  private volatile AtomicLongArray errors;

  private void add(int index, long more) {
    add(counts, index, more);
  }

  private static void add(AtomicLongArray to, int index, long more) {
    to.setOpaque(index, to.getPlain(index) + more);
  }

  /**
   * One of the counts that only grow.
   *
   * @param index 0 to {@link #GROWING} - 1
   */
  long get(int index) {
    if (index < ERRORS) {
      return counts.getOpaque(index);
    }
    AtomicLongArray seen = errors;
    return seen == null ? 0 : seen.getOpaque(index - ERRORS);
  }

  /**
   * A message of the client is handled.
   *
   * @param type {@linkplain MessageNames#numberOf number} of its type
   */
  public void received(int type) {
    add(type, 1);
  }

  /** The client is told an error. */
  public void error(ErrorCode code) {
    if (errors == null) {
      errors = new AtomicLongArray(GROWING - ERRORS);
    }
    add(errors, code.ordinal(), 1);
  }

  /** A message was written to the client. */
  public void sent() {
    add(SENT, 1);
  }

  /** Values of params were given up for newer ones. */
  public void conflated(int values) {
    add(CONFLATED, values);
  }

  public void streamDropped() {
    add(STREAMS_DROPPED, 1);
  }

  public void eventDropped() {
    add(EVENTS_DROPPED, 1);
  }

  /** So many params waited that a snapshot has to follow. */
  public void resync() {
    add(RESYNCS, 1);
  }

  /** What waits for the client now. */
  public void queued(long bytes, int messages) {
    counts.setOpaque(QUEUED_BYTES, bytes);
    counts.setOpaque(QUEUED_MESSAGES, messages);
  }

  /** Whether the client is read from now. */
  public void paused(boolean on) {
    counts.setOpaque(PAUSED, on ? 1 : 0);
  }

  public long queuedBytes() {
    return counts.getOpaque(QUEUED_BYTES);
  }

  public int queuedMessages() {
    return (int) counts.getOpaque(QUEUED_MESSAGES);
  }

  public boolean isPaused() {
    return counts.getOpaque(PAUSED) != 0;
  }

  /** Messages of the client that were handled. */
  public long received() {
    long sum = 0;
    for (int type = 0; type < SENT; type++) {
      sum += get(type);
    }
    return sum;
  }

  /** Messages written to the client. */
  public long written() {
    return get(SENT);
  }

  public Drops drops() {
    return drops(
        new long[] {get(CONFLATED), get(STREAMS_DROPPED), get(EVENTS_DROPPED), get(RESYNCS)}, 0);
  }

  private static Drops drops(long[] counts, int from) {
    return new Drops(counts[from], counts[from + 1], counts[from + 2], counts[from + 3]);
  }

  /** Sums over many sessions, numbered as here. */
  static Drops dropsOf(long[] sums) {
    return drops(sums, CONFLATED);
  }

  static long writtenOf(long[] sums) {
    return sums[SENT];
  }

  static long receivedOf(long[] sums, int type) {
    return sums[type];
  }

  static long errorsOf(long[] sums, ErrorCode code) {
    return sums[ERRORS + code.ordinal()];
  }
}
