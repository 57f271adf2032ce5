package to.clasp.p2p.internal.wire;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import to.clasp.p2p.LocalPeer;

/** Reliable packets of one peer of our kind: each counts once and in order, by whatever way. */
public final class ReliableInbox {
  private static final int NONE = -1;

  /** Packets behind a missing one are kept within these bounds, else they have to come again. */
  private static final int MAX_AHEAD = 128;

  private static final int MAX_AHEAD_BYTES = 1024 * 1024;

  /** What became of a packet. */
  public enum Outcome {
    /** It was the next one. */
    TAKEN,
    /** It was there already, or one before it is missing; then it may be kept. */
    NOT_NEXT,
    /** It belongs to a stream of which the beginning is not known. */
    UNKNOWN_STREAM
  }

  private final Consumer<byte[]> messages;
  private int stream = NONE;
  private int earlier = NONE;

  /** The stream that the sender was told to begin anew: it sends all of it again in another. */
  private int refused = NONE;

  private int next;
  private final Map<Integer, Packet> ahead = new HashMap<>();
  private int aheadBytes;
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
      } else if (packet.sequence() != 0 || packet.stream() == refused) {
        refused = packet.stream();
        return Outcome.UNKNOWN_STREAM;
      }
      earlier = stream;
      stream = packet.stream();
      next = 0;
      ahead.clear();
      aheadBytes = 0;
      forgetParts();
    }
    if (packet.sequence() != next) {
      keep(packet);
      return Outcome.NOT_NEXT;
    }
    for (Packet now = packet; now != null; now = ahead.remove(next)) {
      aheadBytes -= now == packet ? 0 : now.bytes().length;
      next++;
      deliver(now);
    }
    return Outcome.TAKEN;
  }

  private void keep(Packet packet) {
    int distance = packet.sequence() - next;
    int length = packet.bytes().length;
    if (distance > 0
        && distance <= MAX_AHEAD
        && aheadBytes + length <= MAX_AHEAD_BYTES
        && ahead.putIfAbsent(packet.sequence(), packet) == null) {
      aheadBytes += length;
    }
  }

  private void deliver(Packet packet) {
    if (packet.kind() == Kind.BATCH) {
      forgetParts();
      packet.messages().forEach(messages);
    } else {
      take(packet);
    }
  }

  /** For tests: goes on as if so many packets had come. */
  void jumpTo(int sequence) {
    next = sequence;
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
