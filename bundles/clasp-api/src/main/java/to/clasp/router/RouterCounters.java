package to.clasp.router;

import java.util.Map;
import to.clasp.protocol.ErrorCode;
import to.clasp.transport.CloseReason;

/**
 * What a router has done since it was started. No count ever goes down; what was never counted is
 * not in a map.
 *
 * @param messagesIn messages of sessions that were handled, by the name of their type, such as
 *     {@code SET}; of a bundle only itself counts
 * @param messagesOut messages that were written to clients
 * @param drops what clients did not get because they did not keep up
 * @param errors ERRORs for sessions, by code
 * @param sessionsOpened sessions that were let in
 * @param sessionsRefused connections, and sessions in the JVM, that were not let in, by the code of
 *     the ERROR they got
 * @param sessionsEnded sessions that have ended, by reason; {@link CloseReason#NORMAL} also where
 *     the connection was lost
 */
public record RouterCounters(
    Map<String, Long> messagesIn,
    long messagesOut,
    Drops drops,
    Map<ErrorCode, Long> errors,
    long sessionsOpened,
    Map<ErrorCode, Long> sessionsRefused,
    Map<CloseReason, Long> sessionsEnded) {
  /** Copies the maps. */
  public RouterCounters {
    messagesIn = Map.copyOf(messagesIn);
    errors = Map.copyOf(errors);
    sessionsRefused = Map.copyOf(sessionsRefused);
    sessionsEnded = Map.copyOf(sessionsEnded);
  }

  /**
   * How many sessions were closed because their client did not keep up.
   *
   * @return zero or more
   */
  public long overloadCloses() {
    return sessionsEnded.getOrDefault(CloseReason.OVERLOADED, 0L);
  }
}
