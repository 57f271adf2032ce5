package to.clasp.p2p.internal.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What travels between peers of our kind: 12 bytes, then the content. The bytes, big-endian: kind
 * u8, zero u8, stream u16, sequence u32, part u16, total u16.
 *
 * @param kind what it is
 * @param stream number of the sender's stream, 0 to 65535; another one for each peer that a client
 *     is made
 * @param sequence of reliable packets: counts them, from 0, modulo 2^32; of an acknowledgement: the
 *     next one wanted; of unreliable packets: counts the messages
 * @param part which part of the message, from 0
 * @param total how many parts, or messages of a batch
 * @param bytes the whole packet; the content begins at {@link #HEADER}
 */
public record Packet(Kind kind, int stream, int sequence, int part, int total, byte[] bytes) {
  /** Bytes before the content. */
  public static final int HEADER = 12;

  /** The largest content of a part by the reliable channel. */
  public static final int PART = 16 * 1024 - HEADER;

  /** Bytes before each message of a batch. */
  static final int BATCH_ENTRY = 2;

  /**
   * Reads a packet.
   *
   * @param bytes as received; kept
   * @return the packet
   * @throws MalformedPacketException if it is none
   */
  public static Packet parse(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new MalformedPacketException("a packet of " + bytes.length + " bytes has no header");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Kind kind = Kind.of(buffer.get());
    if (kind == null || buffer.get() != 0) {
      throw new MalformedPacketException("packets of kind " + bytes[0] + " are not known");
    }
    int stream = Short.toUnsignedInt(buffer.getShort());
    int sequence = buffer.getInt();
    int part = Short.toUnsignedInt(buffer.getShort());
    int total = Short.toUnsignedInt(buffer.getShort());
    boolean control = kind == Kind.ACK || kind == Kind.UNKNOWN_STREAM;
    if (!control && part >= total) {
      throw new MalformedPacketException("part " + part + " of " + total);
    }
    return new Packet(kind, stream, sequence, part, total, bytes);
  }

  static byte[] data(Kind kind, int part, int total, byte[] message, int offset, int length) {
    byte[] packet = new byte[HEADER + length];
    ByteBuffer.wrap(packet)
        .put((byte) kind.code())
        .putShort(8, (short) part)
        .putShort(10, (short) total);
    System.arraycopy(message, offset, packet, HEADER, length);
    return packet;
  }

  static byte[] batch(Kind kind, List<byte[]> messages) {
    int size = HEADER;
    for (byte[] message : messages) {
      size += BATCH_ENTRY + message.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    buffer.put((byte) kind.code()).putShort(10, (short) messages.size()).position(HEADER);
    for (byte[] message : messages) {
      buffer.putShort((short) message.length).put(message);
    }
    return buffer.array();
  }

  /** A packet without content. */
  public static byte[] control(Kind kind, int stream, int sequence) {
    byte[] packet = new byte[HEADER];
    packet[0] = (byte) kind.code();
    number(packet, stream, sequence);
    return packet;
  }

  static void number(byte[] packet, int stream, int sequence) {
    ByteBuffer.wrap(packet).putShort(2, (short) stream).putInt(4, sequence);
  }

  int contentLength() {
    return bytes.length - HEADER;
  }

  /** The messages of a batch. */
  List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes, HEADER, contentLength());
    for (int i = 0; i < total; i++) {
      int length = buffer.remaining() < BATCH_ENTRY ? -1 : Short.toUnsignedInt(buffer.getShort());
      if (length < 0 || length > buffer.remaining()) {
        throw new MalformedPacketException("message " + i + " of a batch is cut off");
      }
      byte[] message = new byte[length];
      buffer.get(message);
      messages.add(message);
    }
    return messages;
  }
}
