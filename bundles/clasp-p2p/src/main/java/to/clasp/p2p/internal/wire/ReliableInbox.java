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

  /** What a packet that is kept takes besides its bytes, about. */
  private static final int OVERHEAD = 128;

  /** What became of a packet. */
  public enum Outcome {
    /** It was the next one. */
    TAKEN,
    /**
     * It was there already, or there is no memory for it now, or one before it is missing; then it
     * may be kept.
     */
    NOT_NEXT,
    /** It belongs to a stream of which the beginning is not known. */
    UNKNOWN_STREAM
  }

  private final ReliableMemory.Share memory;
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
   * @param memory what all inboxes of a client may keep
   * @param messages gets each message
   */
  public ReliableInbox(ReliableMemory memory, Consumer<byte[]> messages) {
    this.memory = memory.share(this::clear);
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
      forgetAll();
    }
    if (packet.sequence() != next) {
      keep(packet);
      return Outcome.NOT_NEXT;
    }
    int wanted = next;
    Packet now = packet;
    while (now != null && tryDeliver(now)) {
      now = takeAhead();
    }
    return next == wanted ? Outcome.NOT_NEXT : Outcome.TAKEN;
  }

  private Packet takeAhead() {
    Packet taken = ahead.remove(next);
    if (taken != null) {
      forgetAhead(size(taken));
    }
    return taken;
  }

  private void forgetAhead(int bytes) {
    aheadBytes -= bytes;
    memory.releaseAhead(bytes);
  }

  private static int size(Packet packet) {
    return packet.bytes().length + OVERHEAD;
  }

  private void forgetAll() {
    ahead.clear();
    forgetAhead(aheadBytes);
    forgetParts();
  }

  /** Gives back what it keeps; the sender is told to begin anew if it sends more of the stream. */
  public void clear() {
    if (stream != NONE) {
      refused = stream;
      stream = NONE;
      next = 0;
    }
    forgetAll();
  }

  private void keep(Packet packet) {
    int distance = packet.sequence() - next;
    int size = size(packet);
    if (distance > 0
        && distance <= MAX_AHEAD
        && aheadBytes + size <= MAX_AHEAD_BYTES
        && !ahead.containsKey(packet.sequence())
        && memory.tryKeepAhead(size)) {
      ahead.put(packet.sequence(), packet);
      aheadBytes += size;
    }
  }

  /** Takes the next packet, unless there is no memory for it. */
  private boolean tryDeliver(Packet packet) {
    if (packet.kind() == Kind.BATCH) {
      next++;
      forgetParts();
      packet.messages().forEach(messages);
      return true;
    }
    if (packet.part() == 0) {
      forgetParts();
      total = packet.total();
    }
    String flaw = flaw(packet);
    boolean completes = packet.part() + 1 == packet.total();
    if (flaw == null && !completes && !memory.tryHoldPart(packet.contentLength())) {
      return false;
    }
    next++;
    if (flaw != null) {
      throw new MalformedPacketException(flaw);
    }
    take(packet);
    return true;
  }

  private String flaw(Packet packet) {
    if (packet.part() != part || packet.total() != total) {
      return "part " + packet.part() + " does not follow";
    }
    return parts.size() + packet.contentLength() > LocalPeer.MAX_MESSAGE_BYTES
        ? "a message is larger than " + LocalPeer.MAX_MESSAGE_BYTES + " bytes"
        : null;
  }

  /** For tests: goes on as if so many packets had come. */
  void jumpTo(int sequence) {
    next = sequence;
  }

  private void take(Packet packet) {
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
    memory.releaseParts();
    if (parts.size() > 0) {
      parts = new ByteArrayOutputStream(0);
    }
  }
}
