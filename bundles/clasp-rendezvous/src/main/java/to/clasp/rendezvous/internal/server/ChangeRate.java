package to.clasp.rendezvous.internal.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How much each source changed lately. What it may is refilled at a steady rate; of too many
 * sources, the one that changed something longest ago is forgotten. Not safe for threads.
 */
final class ChangeRate {
  static final int MOST_SOURCES = 16_384;
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Bucket {
    private double used;
    private long at;

    Bucket(long at) {
      this.at = at;
    }
  }

  /**
   * Counts a change, unless it is one too many.
   *
   * @param perMinute how many there may be; 0 for any number
   * @return 0, or how many seconds to wait
   */
  long take(String source, int perMinute, long nanos) {
    if (perMinute == 0) {
      buckets.clear();
      return 0;
    }
    Bucket bucket = buckets.computeIfAbsent(source, key -> new Bucket(nanos));
    double refilled = (double) (nanos - bucket.at) * perMinute / WINDOW;
    bucket.used = Math.max(0, bucket.used - refilled);
    bucket.at = nanos;
    if (buckets.size() > MOST_SOURCES) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    if (bucket.used + 1 > perMinute) {
      double tooMuch = bucket.used + 1 - perMinute;
      return (long) Math.max(1, Math.ceil(tooMuch * 60 / perMinute));
    }
    bucket.used++;
    return 0;
  }
}
