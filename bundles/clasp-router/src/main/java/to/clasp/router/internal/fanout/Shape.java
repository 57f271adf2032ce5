package to.clasp.router.internal.fanout;

import java.util.concurrent.TimeUnit;
import to.clasp.protocol.SubscribeOptions;

/**
 * How a session wants the messages of one address and signal type thinned out. Of every part 0
 * stands for no wish, so the least restrictive of several is the smallest.
 *
 * @param intervalNanos least time between two messages
 * @param epsilon numbers that differ by less from the last one sent are not sent
 * @param windowNanos time for which numeric samples are gathered into one message
 */
public record Shape(long intervalNanos, double epsilon, long windowNanos) {
  /** Longer windows would only hold back more than anybody waits for. */
  private static final long MAX_WINDOW_MILLIS = 60_000;

  /** The wishes of a SUBSCRIBE, or null if it has none that thins anything out. */
  static Shape of(SubscribeOptions options) {
    return ofParts(
        interval(options.maxRate()), epsilon(options.epsilon()), window(options.window()));
  }

  /** What satisfies both. */
  Shape least(Shape other) {
    return ofParts(
        Math.min(intervalNanos, other.intervalNanos),
        Math.min(epsilon, other.epsilon),
        Math.min(windowNanos, other.windowNanos));
  }

  /** The same without samples being gathered, or null. */
  Shape withoutWindow() {
    return ofParts(intervalNanos, epsilon, 0);
  }

  /** Nothing of it but the rate, or null. */
  Shape rateOnly() {
    return ofParts(intervalNanos, 0, 0);
  }

  private static Shape ofParts(long intervalNanos, double epsilon, long windowNanos) {
    return intervalNanos == 0 && epsilon == 0 && windowNanos == 0
        ? null
        : new Shape(intervalNanos, epsilon, windowNanos);
  }

  private static long interval(Long maxRate) {
    return maxRate == null || maxRate <= 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / maxRate;
  }

  /** What is not a positive number is no wish. */
  private static double epsilon(Double epsilon) {
    return epsilon != null && epsilon > 0 ? epsilon : 0;
  }

  private static long window(Long millis) {
    return millis == null || millis <= 0
        ? 0
        : TimeUnit.MILLISECONDS.toNanos(Math.min(millis, MAX_WINDOW_MILLIS));
  }
}
