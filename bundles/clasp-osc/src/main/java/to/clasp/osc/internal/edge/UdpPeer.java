package to.clasp.osc.internal.edge;

/** What a UDP port knows of a client. */
final class UdpPeer {
  private final Peer peer;
  private final SecondCount datagrams = new SecondCount();
  private long heard = System.nanoTime();

  UdpPeer(Peer peer) {
    this.peer = peer;
  }

  Peer peer() {
    return peer;
  }

  /** Counts a datagram; false if it is one too many in this second. */
  boolean admits(int mostInSecond) {
    heard = System.nanoTime();
    return datagrams.admits(mostInSecond, heard);
  }

  boolean isSilentFor(long nanos) {
    return System.nanoTime() - heard > nanos;
  }
}
