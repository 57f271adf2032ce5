package to.clasp.p2p.internal.wire;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import to.clasp.p2p.LocalPeer;

/**
 * Bounds what unreliable messages that have not come as a whole take, over all peers of one client:
 * of those that have most, the peer that began first loses its oldest one. Used on the loop.
 */
public final class DatagramMemory {
  private static final long MAX_BYTES = 2L * LocalPeer.MAX_MESSAGE_BYTES;

  private final Set<DatagramInbox> holders = new LinkedHashSet<>();
  private long used;

  void add(DatagramInbox holder, int bytes) {
    used += bytes;
    holders.add(holder);
  }

  void remove(DatagramInbox holder, int bytes) {
    used -= bytes;
    if (holder.bytes() == 0) {
      holders.remove(holder);
    }
  }

  void makeRoom() {
    while (used > MAX_BYTES) {
      Collections.max(holders, Comparator.comparingInt(DatagramInbox::bytes)).forgetOldest();
    }
  }
}
