package to.clasp.router.internal.insight;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import to.clasp.protocol.ErrorCode;
import to.clasp.router.RouterCounters;
import to.clasp.transport.CloseReason;

/** What all sessions have counted, those that have ended included. Guarded by its user. */
public final class Totals {
  private final long[] ended = new long[SessionCounters.GROWING];
  private final Map<ErrorCode, Long> refusals = new EnumMap<>(ErrorCode.class);
  private final Map<CloseReason, Long> ends = new EnumMap<>(CloseReason.class);
  private long opened;

  /** A session was let in. */
  public void opened() {
    opened++;
  }

  /** Somebody was not let in. */
  public void refused(ErrorCode code) {
    refusals.merge(code, 1L, Long::sum);
  }

  /** A session has ended; its counts are kept. */
  public void ended(SessionCounters counters, CloseReason why) {
    ends.merge(why, 1L, Long::sum);
    add(counters, ended);
  }

  private static void add(SessionCounters counters, long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += counters.get(i);
    }
  }

  /**
   * Everything counted until now.
   *
   * @param living the counters of the sessions that have not ended
   */
  public RouterCounters sum(Iterable<SessionCounters> living) {
    long[] sums = Arrays.copyOf(ended, ended.length);
    living.forEach(counters -> add(counters, sums));
    return new RouterCounters(
        messages(sums),
        SessionCounters.writtenOf(sums),
        SessionCounters.dropsOf(sums),
        errors(sums),
        opened,
        refusals,
        ends);
  }

  private static Map<String, Long> messages(long[] sums) {
    Map<String, Long> counts = new HashMap<>();
    for (int type = 0; type < MessageNames.count(); type++) {
      long count = SessionCounters.receivedOf(sums, type);
      if (count > 0) {
        counts.put(MessageNames.name(type), count);
      }
    }
    return counts;
  }

  private static Map<ErrorCode, Long> errors(long[] sums) {
    Map<ErrorCode, Long> counts = new EnumMap<>(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      long count = SessionCounters.errorsOf(sums, code);
      if (count > 0) {
        counts.put(code, count);
      }
    }
    return counts;
  }
}
