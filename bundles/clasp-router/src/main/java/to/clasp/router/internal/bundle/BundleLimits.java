package to.clasp.router.internal.bundle;

import to.clasp.router.internal.RouterConfig;
import to.clasp.router.internal.SettingRange;

/**
 * How much a bundle may hold, and how many may wait for their time.
 *
 * @param maxMessages most messages in a bundle, those of bundles inside it included
 * @param maxScheduled most bundles of one session that wait
 * @param maxScheduledBytes most bytes of one session's bundles that wait
 * @param maxScheduleSeconds how far ahead a bundle may be scheduled
 */
public record BundleLimits(
    int maxMessages, int maxScheduled, int maxScheduledBytes, int maxScheduleSeconds) {

  /**
   * The monitors of a bundle's params are taken by recursion: this many levels take a small part of
   * any thread's stack.
   */
  public static final int MOST_MESSAGES = 2000;

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names the key
   */
  public static BundleLimits of(RouterConfig config) {
    return new BundleLimits(
        SettingRange.require("maxBundleMessages", config.maxBundleMessages(), 1, MOST_MESSAGES),
        SettingRange.require(
            "maxScheduledBundles", config.maxScheduledBundles(), 0, Integer.MAX_VALUE),
        SettingRange.require("maxScheduledBytes", config.maxScheduledBytes(), 0, Integer.MAX_VALUE),
        SettingRange.require(
            "maxScheduleSeconds", config.maxScheduleSeconds(), 0, Integer.MAX_VALUE));
  }
}
