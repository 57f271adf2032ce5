package to.clasp.p2p.internal.wire;

import java.time.Duration;
import to.clasp.p2p.SendResult;

/** A way to one peer. Used on one loop. */
public interface Path {
  /** Which way it is. */
  SendResult kind();

  /**
   * Whether it takes one more message now.
   *
   * @param reliable how
   */
  boolean hasRoom(boolean reliable);

  /**
   * Hands a message over.
   *
   * @param message the bytes; not changed until the next time they are sent
   * @param reliable how
   * @param framed whether it is a packet
   * @return false if the way is gone
   */
  boolean send(byte[] message, boolean reliable, boolean framed);

  /** How many bytes may be on their way without an acknowledgement. */
  int windowBytes();

  /** How many packets may be on their way without an acknowledgement. */
  int windowPackets();

  /** How long to wait for an acknowledgement before everything is sent again. */
  Duration patience();

  /** The largest content of a part of an unreliable message. */
  int datagramPart();

  /** The largest message that is no packet. */
  int maxRawBytes();
}
