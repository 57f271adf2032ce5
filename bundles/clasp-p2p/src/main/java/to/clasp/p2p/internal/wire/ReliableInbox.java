package to.clasp.p2p.internal.wire;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import to.clasp.p2p.LocalPeer;

/** Reliable packets of one peer of our kind: each counts once and in order, by whatever way. */
public final class ReliableInbox {
  private static final int NONE = -1;

  /** What became of a packet. */
  public enum Outcome {
    /** It was the next one. */
    TAKEN,
    /** It was there already, or one before it is missing. */
    NOT_NEXT,
    /** It belongs to a stream of which the beginning is not known. */
    UNKNOWN_STREAM
  }

  private final Consumer<byte[]> messages;
  private int stream = NONE;
  private int earlier = NONE;
  private int next;
  private ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
  private int total;
  private int part;

  /**
   * An empty one.
   *
   * @param messages gets each message
   */
  public ReliableInbox(Consumer<byte[]> messages) {
    this.messages = messages;
  }

  /** The number of the packet that is wanted next. */
  public int next() {
    return next;
  }

  /** The stream that the packets belong to. */
  public int stream() {
    return stream;
  }

  /**
   * Takes a packet.
   *
   * @throws MalformedPacketException if its content is wrong; it counts as taken then
   */
  public Outcome accept(Packet packet) {
    if (packet.stream() != stream) {
      if (packet.stream() == earlier) {
        return Outcome.NOT_NEXT;
      } else if (packet.sequence() != 0) {
        return Outcome.UNKNOWN_STREAM;
      }
      earlier = stream;
      stream = packet.stream();
      next = 0;
      forgetParts();
    }
    if (packet.sequence() != next) {
      return Outcome.NOT_NEXT;
    }
    next++;
    if (packet.kind() == Kind.BATCH) {
      forgetParts();
      packet.messages().forEach(messages);
    } else {
      take(packet);
    }
    return Outcome.TAKEN;
  }

  private void take(Packet packet) {
    if (packet.part() == 0) {
      forgetParts();
      total = packet.total();
    }
    if (packet.part() != part || packet.total() != total) {
      throw new MalformedPacketException("part " + packet.part() + " does not follow");
    }
    if (parts.size() + packet.contentLength() > LocalPeer.MAX_MESSAGE_BYTES) {
      throw new MalformedPacketException(
          "a message is larger than " + LocalPeer.MAX_MESSAGE_BYTES + " bytes");
    }
    parts.write(packet.bytes(), Packet.HEADER, packet.contentLength());
    if (++part == total) {
      byte[] message = parts.toByteArray();
      forgetParts();
      messages.accept(message);
    }
  }

  private void forgetParts() {
    part = 0;
    total = 0;
    if (parts.size() > 0) {
      parts = new ByteArrayOutputStream(0);
    }
  }
}
