package to.clasp.p2p.internal;

import java.time.Duration;
import to.clasp.p2p.SendResult;
import to.clasp.p2p.internal.link.PeerLink;
import to.clasp.p2p.internal.wire.Packet;
import to.clasp.p2p.internal.wire.Path;

/**
 * The direct way, by one link.
 *
 * @param link the link
 */
record LinkPath(PeerLink link) implements Path {
  /** Beyond that, one lost network packet takes too many others with it. */
  private static final int DATAGRAM = 1100 - Packet.HEADER;

  @Override
  public SendResult kind() {
    return SendResult.P2P;
  }

  @Override
  public boolean hasRoom(boolean reliable) {
    return link.hasRoom(reliable);
  }

  @Override
  public boolean send(byte[] message, boolean reliable, boolean framed) {
    return link.send(reliable, message);
  }

  @Override
  public int windowBytes() {
    return 4 * 1024 * 1024;
  }

  @Override
  public int windowPackets() {
    return 8192;
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(5);
  }

  @Override
  public int datagramPart() {
    return DATAGRAM;
  }

  @Override
  public int maxRawBytes() {
    return link.maxMessageBytes();
  }
}
