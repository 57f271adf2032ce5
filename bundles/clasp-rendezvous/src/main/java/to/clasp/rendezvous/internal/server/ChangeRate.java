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
   * Counts a change, unless it is one too many of its origin, or of the site of that. What is too
   * many of the origin does not count for the others there.
   *
   * @param perMinute how many there may be of one origin; 0 for any number
   * @return 0, or how many seconds to wait
   */
  long takeOf(String origin, int perMinute, long nanos) {
    if (perMinute == 0) {
      buckets.clear();
      return 0;
    }
    if (!Origin.isPartOfSite(origin)) {
      return take(origin, perMinute, nanos);
    }
    String site = Origin.site(origin);
    long all = (long) perMinute * Origin.NETWORKS_PER_SITE;
    long wait = waiting(bucket(site, all, nanos), all);
    if (wait == 0) {
      wait = take(origin, perMinute, nanos);
    }
    return wait == 0 ? take(site, all, nanos) : wait;
  }

  private long take(String source, long perMinute, long nanos) {
    Bucket bucket = bucket(source, perMinute, nanos);
    long wait = waiting(bucket, perMinute);
    if (wait == 0) {
      bucket.used++;
    }
    return wait;
  }

  private Bucket bucket(String source, long perMinute, long nanos) {
    Bucket bucket = buckets.computeIfAbsent(source, key -> new Bucket(nanos));
    double refilled = (double) (nanos - bucket.at) * perMinute / WINDOW;
    bucket.used = Math.max(0, bucket.used - refilled);
    bucket.at = nanos;
    if (buckets.size() > MOST_SOURCES) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return bucket;
  }

  private static long waiting(Bucket bucket, long perMinute) {
    double tooMuch = bucket.used + 1 - perMinute;
    return tooMuch > 0 ? (long) Math.max(1, Math.ceil(tooMuch * 60 / perMinute)) : 0;
  }
}
