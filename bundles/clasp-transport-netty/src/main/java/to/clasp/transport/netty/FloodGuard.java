package to.clasp.transport.netty;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Counts what sources do that may be forged, for each of them and altogether. The table has a fixed
 * size; sources that share a place share its allowance, and nobody can choose whom to share with.
 * Used on one event loop.
 */
public final class FloodGuard {
  private static final int PLACES = 4096;

  private final int seed = new SecureRandom().nextInt();
  private final int[] counts = new int[PLACES];
  private final LongSupplier second;
  private long current;
  private int altogether;

  /**
   * Nothing is counted yet.
   *
   * @param second tells the time in whole seconds
   */
  public FloodGuard(LongSupplier second) {
    this.second = second;
    this.current = second.getAsLong();
  }

  /**
   * Counts one more.
   *
   * @param source where it seems to come from
   * @param mostOfSource most of one source in a second
   * @param mostOfAll most of all sources in a second
   * @return false if it is one too many in this second
   */
  public boolean admits(InetAddress source, int mostOfSource, int mostOfAll) {
    long now = second.getAsLong();
    if (now != current) {
      current = now;
      altogether = 0;
      Arrays.fill(counts, 0);
    }
    int place = place(source);
    if (counts[place] >= mostOfSource || altogether >= mostOfAll) {
      return false;
    }
    counts[place]++;
    altogether++;
    return true;
  }

  private int place(InetAddress source) {
    int hash = seed;
    for (byte one : source.getAddress()) {
      hash = (hash ^ one) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash & PLACES - 1;
  }
}
