package to.clasp.router.internal.insight;

import java.util.concurrent.atomic.AtomicLongArray;
import to.clasp.protocol.ErrorCode;
import to.clasp.router.Drops;

/**
 * What one session counts. Its loop writes, with no more cost than to a plain field; any thread
 * reads, and may see a count a moment later than it was made.
 */
public final class SessionCounters {
  private static final int ERRORS = MessageNames.count();
  private static final int SENT = ERRORS + ErrorCode.values().length;
  private static final int CONFLATED = SENT + 1;
  private static final int STREAMS_DROPPED = SENT + 2;
  private static final int EVENTS_DROPPED = SENT + 3;
  private static final int RESYNCS = SENT + 4;

  /** How many of them only grow; what is behind says how things are now. */
  static final int GROWING = SENT + 5;

  private static final int QUEUED_BYTES = GROWING;
  private static final int QUEUED_MESSAGES = GROWING + 1;
  private static final int PAUSED = GROWING + 2;

  private final AtomicLongArray counts = new AtomicLongArray(GROWING + 3);

  private void add(int index, long more) {
    counts.setOpaque(index, counts.getPlain(index) + more);
  }

  long get(int index) {
    return counts.getOpaque(index);
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
    add(ERRORS + code.ordinal(), 1);
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
    return get(QUEUED_BYTES);
  }

  public int queuedMessages() {
    return (int) get(QUEUED_MESSAGES);
  }

  public boolean isPaused() {
    return get(PAUSED) != 0;
  }

  /** Messages of the client that were handled. */
  public long received() {
    long sum = 0;
    for (int type = 0; type < ERRORS; type++) {
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
