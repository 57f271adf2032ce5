package to.clasp.discovery.internal.net;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Counts replies to each source and to all in a second, because senders can be forged. The table
 * has a fixed size; sources that share a place share its allowance, and nobody can choose whom to
 * share with. Not safe for several threads.
 */
public final class ReplyLimit {
  private static final int PLACES = 1024;
  private static final int MILLIS = 1000;

  private final int seed = new SecureRandom().nextInt();
  private final byte[] counts = new byte[PLACES];
  private final int mostOfSource;
  private final int mostOfAll;
  private final LongSupplier millis;
  private long second;
  private int altogether;

  /**
   * Nothing is counted yet.
   *
   * @param mostOfSource replies to one source in a second, at most 127
   * @param mostOfAll replies to all sources in a second
   * @param millis tells the time in milliseconds
   */
  public ReplyLimit(int mostOfSource, int mostOfAll, LongSupplier millis) {
    this.mostOfSource = mostOfSource;
    this.mostOfAll = mostOfAll;
    this.millis = millis;
    this.second = millis.getAsLong() / MILLIS;
  }

  /**
   * Counts a reply.
   *
   * @param source to whom
   * @return false if it is one too many
   */
  public boolean admits(InetAddress source) {
    long now = millis.getAsLong() / MILLIS;
    if (now != second) {
      second = now;
      altogether = 0;
      Arrays.fill(counts, (byte) 0);
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
