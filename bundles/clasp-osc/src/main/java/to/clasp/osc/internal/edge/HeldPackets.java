package to.clasp.osc.internal.edge;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Packets that wait, in their order. What a packet leaves behind when it has to wait in its midst
 * comes before all others. Bounded; used on one event loop.
 */
final class HeldPackets {
  private static final int MOST_DATAGRAMS = 2048;
  private static final int MOST_DATAGRAM_BYTES = 256 * 1024;

  private final int most;
  private final int mostBytes;
  private final Deque<byte[]> packets = new ArrayDeque<>(0);
  private final Deque<byte[]> ofCurrent = new ArrayDeque<>(0);
  private boolean inCurrent;
  private int bytes;

  private HeldPackets(int most, int mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  static HeldPackets ofDatagrams() {
    return new HeldPackets(MOST_DATAGRAMS, MOST_DATAGRAM_BYTES);
  }

  /** What is sent is bounded by a connection that is not read, and none of it may be lost. */
  static HeldPackets ofConnection() {
    return new HeldPackets(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  /** Keeps a copy; false if there is no room. */
  boolean add(byte[] from, int offset, int length) {
    if (packets.size() + ofCurrent.size() >= most || length > mostBytes - bytes) {
      return false;
    }
    bytes += length;
    (inCurrent ? ofCurrent : packets).add(Arrays.copyOfRange(from, offset, offset + length));
    return true;
  }

  /** Takes the first one; what is added until {@link #end} is of it. */
  byte[] begin() {
    inCurrent = true;
    byte[] first = packets.remove();
    bytes -= first.length;
    return first;
  }

  void end() {
    inCurrent = false;
    while (!ofCurrent.isEmpty()) {
      packets.addFirst(ofCurrent.removeLast());
    }
  }
}
