package to.clasp.router.internal.gesture;

import java.util.concurrent.TimeUnit;
import to.clasp.router.internal.RouterConfig;
import to.clasp.router.internal.SettingRange;

/**
 * How often gestures move, and how many a session may have open.
 *
 * @param intervalNanos least time between two moves of a gesture; 0 passes every move on
 * @param maxOpen most open gestures of one session
 */
public record GestureLimits(long intervalNanos, int maxOpen) {

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  public static GestureLimits of(RouterConfig config) {
    int millis =
        SettingRange.require("gestureIntervalMillis", config.gestureIntervalMillis(), 0, 60_000);
    return new GestureLimits(
        TimeUnit.MILLISECONDS.toNanos(millis),
        SettingRange.require("maxGestures", config.maxGestures(), 1, Integer.MAX_VALUE));
  }
}
