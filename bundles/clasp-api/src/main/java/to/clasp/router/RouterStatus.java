package to.clasp.router;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A router at a glance.
 *
 * @param name its name, as clients are told
 * @param uptime how long it has been running; not affected by changes of the clock
 * @param sessions how many sessions there are
 * @param params how many params it keeps
 * @param subscriptions how many subscriptions all sessions have
 * @param signals how many signals are announced
 * @param counters what it has done since it was started
 */
public record RouterStatus(
    String name,
    Duration uptime,
    int sessions,
    int params,
    int subscriptions,
    int signals,
    RouterCounters counters) {
  /** Checks for null. */
  public RouterStatus {
    requireNonNull(name, "name");
    requireNonNull(uptime, "uptime");
    requireNonNull(counters, "counters");
  }
}
