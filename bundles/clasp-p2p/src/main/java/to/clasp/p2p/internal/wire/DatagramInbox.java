package to.clasp.p2p.internal.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import to.clasp.p2p.LocalPeer;

/** Unreliable packets of one peer of our kind. Of messages in parts, the newest few are kept. */
public final class DatagramInbox {
  private static final int MAX_MESSAGES = 8;

  /** What a part takes besides its content, about; there may be 65535 empty ones. */
  private static final int OVERHEAD = 128;

  /** Parts of a message, as they come. */
  private static final class Partial {
    private final Map<Integer, Packet> parts = new LinkedHashMap<>();
    private int bytes;

    int size() {
      return bytes + parts.size() * OVERHEAD;
    }
  }

  private final DatagramMemory memory;
  private final Consumer<byte[]> messages;
  private final Map<Long, Partial> partials = new LinkedHashMap<>();
  private int bytes;

  /**
   * An empty one.
   *
   * @param memory what all inboxes of a client may keep
   * @param messages gets each message that is complete
   */
  public DatagramInbox(DatagramMemory memory, Consumer<byte[]> messages) {
    this.memory = memory;
    this.messages = messages;
  }

  /**
   * Takes a packet.
   *
   * @throws MalformedPacketException if its content is wrong
   */
  public void accept(Packet packet) {
    if (packet.kind() == Kind.DATAGRAM_BATCH) {
      packet.messages().forEach(messages);
    } else if (packet.total() == 1) {
      messages.accept(content(packet));
    } else {
      keep(packet);
    }
  }

  private void keep(Packet packet) {
    long key = (long) packet.stream() << 32 | Integer.toUnsignedLong(packet.sequence());
    Partial partial = partials.computeIfAbsent(key, any -> new Partial());
    if (partial.parts.putIfAbsent(packet.part(), packet) != null) {
      return;
    }
    partial.bytes += packet.contentLength();
    bytes += packet.contentLength() + OVERHEAD;
    memory.add(this, packet.contentLength() + OVERHEAD);
    if (partial.parts.size() == packet.total()) {
      forget(key);
      messages.accept(joined(partial, packet.total()));
    } else {
      makeRoom();
    }
  }

  private static byte[] joined(Partial partial, int total) {
    if (partial.bytes > LocalPeer.MAX_MESSAGE_BYTES) {
      throw new MalformedPacketException(
          "a message is larger than " + LocalPeer.MAX_MESSAGE_BYTES + " bytes");
    }
    byte[] message = new byte[partial.bytes];
    int offset = 0;
    for (int i = 0; i < total; i++) {
      Packet part = partial.parts.get(i);
      if (part == null) {
        throw new MalformedPacketException("the parts of a message do not belong together");
      }
      System.arraycopy(part.bytes(), Packet.HEADER, message, offset, part.contentLength());
      offset += part.contentLength();
    }
    return message;
  }

  private void makeRoom() {
    while (partials.size() > MAX_MESSAGES) {
      forgetOldest();
    }
    memory.makeRoom();
  }

  void forgetOldest() {
    forget(partials.keySet().iterator().next());
  }

  private void forget(long key) {
    int size = partials.remove(key).size();
    bytes -= size;
    memory.remove(this, size);
  }

  /** Gives back what it keeps. */
  public void clear() {
    while (!partials.isEmpty()) {
      forgetOldest();
    }
  }

  /** What it keeps. */
  int bytes() {
    return bytes;
  }

  private static byte[] content(Packet packet) {
    byte[] message = new byte[packet.contentLength()];
    System.arraycopy(packet.bytes(), Packet.HEADER, message, 0, message.length);
    return message;
  }
}
