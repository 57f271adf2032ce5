package to.clasp.osc.internal.stream;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import to.clasp.osc.internal.codec.OscException;

/** How packets follow each other in a stream of bytes. One object for each connection. */
public abstract class PacketStream {
  private static final int SMALL = 256;

  private final int largest;
  private byte[] packet = new byte[SMALL];
  private int size;

  PacketStream(int largest) {
    this.largest = largest;
  }

  /**
   * Takes all bytes that have arrived.
   *
   * @param in the bytes
   * @param to where packets go that are complete
   * @throws OscException if the rest of the stream is lost
   */
  public abstract void read(ByteBuf in, PacketSink to);

  /**
   * Appends a packet.
   *
   * @param bytes hold it, from their start
   * @param length its size
   * @param out where to
   */
  public abstract void write(byte[] bytes, int length, ByteBuf out);

  /**
   * Whether each buffer is one packet.
   *
   * @return true if packets must not be joined
   */
  public boolean hasBorders() {
    return false;
  }

  /** How many bytes the packet has that is not complete. */
  final int size() {
    return size;
  }

  /** Makes room in the packet that is not complete. */
  final void require(int more) {
    if (more > largest - size) {
      throw new OscException("a packet is larger than " + largest + " bytes");
    }
    if (size + more > packet.length) {
      packet = Arrays.copyOf(packet, Math.min(largest, Math.max(2 * packet.length, size + more)));
    }
  }

  final void append(byte one) {
    packet[size++] = one;
  }

  final void append(ByteBuf in, int count) {
    in.readBytes(packet, size, count);
    size += count;
  }

  /** The packet is complete. */
  final void complete(PacketSink to) {
    int complete = size;
    size = 0;
    if (complete > 0) {
      to.packet(packet, 0, complete);
    }
  }
}
