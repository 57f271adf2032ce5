package to.clasp.osc.internal.edge;

import java.util.concurrent.TimeUnit;

/** What a UDP port knows of a client that came by itself. */
final class UdpPeer {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Peer peer;
  private long heard = System.nanoTime();
  private long secondBegan = heard;
  private int inSecond;

  UdpPeer(Peer peer) {
    this.peer = peer;
  }

  Peer peer() {
    return peer;
  }

  /** Counts a datagram; false if it is one too many in this second. */
  boolean admits(int mostInSecond) {
    heard = System.nanoTime();
    if (heard - secondBegan >= SECOND) {
      secondBegan = heard;
      inSecond = 0;
    }
    return inSecond++ < mostInSecond;
  }

  boolean isSilentFor(long nanos) {
    return System.nanoTime() - heard > nanos;
  }
}
