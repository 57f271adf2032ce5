package to.clasp.osc.internal.edge;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the bundles of an edge that wait for their time, and their bytes. A source gets no more
 * than what it leaves free, so there is room for others whatever it does. Safe from any thread.
 */
final class ScheduledRoom {
  /** Bytes that wait altogether. */
  static final long MOST_BYTES = 8 << 20;

  private final Map<InetAddress, Used> ofSource = new HashMap<>();
  private int bundles;
  private long bytes;

  private record Used(int bundles, long bytes) {
    private static final Used NOTHING = new Used(0, 0);

    private Used plus(int more, long moreBytes) {
      return bundles + more == 0 ? null : new Used(bundles + more, bytes + moreBytes);
    }
  }

  /** Takes room for one bundle more; false if there is none. */
  synchronized boolean take(InetAddress source, int length, int most) {
    Used used = ofSource.getOrDefault(source, Used.NOTHING);
    boolean full = used.bytes() + length > MOST_BYTES - bytes - length;
    if (full || used.bundles() >= most - bundles) {
      return false;
    }
    bundles++;
    bytes += length;
    ofSource.put(source, used.plus(1, length));
    return true;
  }

  synchronized void free(InetAddress source, int length) {
    bundles--;
    bytes -= length;
    ofSource.computeIfPresent(source, (key, used) -> used.plus(-1, -length));
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized int sources() {
    return ofSource.size();
  }
}
