package to.clasp.protocol.codec;

import java.util.Objects;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Snapshot;

/**
 * Writes messages as frames and reads them back.
 *
 * <p>A frame is the byte {@code 0x53}, a flags byte, the length of the payload in two bytes, an
 * optional time stamp and the payload, which is exactly one message. Messages are written in the
 * binary encoding and read in both: a payload that starts with a MessagePack map is legacy.
 *
 * <p>Arrays and maps may be nested 32 deep, and a bundle may contain a bundle that contains none.
 * This holds in both directions, so that neither bytes nor objects can exhaust the stack.
 */
public final class FrameCodec {
  /** The largest payload, in bytes. */
  public static final int MAX_PAYLOAD = 65_535;

  /** The largest frame, in bytes: header, time stamp and the largest payload. */
  public static final int MAX_FRAME = 65_547;

  private static final int MAGIC = 0x53;
  private static final int SHORT_HEADER = 4;
  private static final int QOS_SHIFT = 6;
  private static final int HAS_TIMESTAMP = 0x20;
  private static final int BINARY = 0x01;

  private static final Qos[] QOS = Qos.values();
  private static final FrameOptions[] WITHOUT_TIMESTAMP = {
    new FrameOptions(QOS[0], null),
    new FrameOptions(QOS[1], null),
    new FrameOptions(QOS[2], null),
    new FrameOptions(QOS[3], null)
  };

  private FrameCodec() {}

  /**
   * Writes a message with the quality of service that is usual for it (protocol 1.3) and without
   * time stamp.
   *
   * @param message the message
   * @return the frame, not longer than needed
   * @throws ProtocolException with {@link ErrorCode#INVALID_VALUE} if the message cannot be written
   *     as it is: a payload over {@link #MAX_PAYLOAD} bytes, a string or list over 65 535, nesting
   *     that is too deep, or a number out of its range. The text names field and limit; nothing is
   *     ever cut
   */
  public static byte[] encode(Message message) {
    return encode(message, Codecs.qos(message), null);
  }

  /**
   * Writes a message with a given frame header.
   *
   * @param message the message
   * @param options quality of service and time stamp
   * @return the frame, not longer than needed
   * @throws ProtocolException as in {@link #encode(Message)}
   */
  public static byte[] encode(Message message, FrameOptions options) {
    return encode(message, options.qos(), options.timestamp());
  }

  private static byte[] encode(Message message, Qos qos, Long timestamp) {
    try {
      int payload = Sizes.within(1 + Codecs.size(message));
      byte[] frame = new byte[headerSize(timestamp != null) + payload];
      // Most strings are ASCII. Any other takes more bytes than it has characters, so that the
      // frame
      // is not filled if there is one; then all is written again.
      if (write(message, qos, timestamp, new Writer(frame, true)) < frame.length) {
        write(message, qos, timestamp, new Writer(frame, false));
      }
      return frame;
    } catch (ProtocolException e) {
      throw refused(message, e);
    }
  }

  private static int write(Message message, Qos qos, Long timestamp, Writer out) {
    out.u8(MAGIC);
    out.u8(qos.ordinal() << QOS_SHIFT | (timestamp != null ? HAS_TIMESTAMP : 0) | BINARY);
    out.u16(out.length() - headerSize(timestamp != null));
    if (timestamp != null) {
      out.u64(timestamp);
    }
    Codecs.write(message, out);
    return out.position();
  }

  private static int headerSize(boolean hasTimestamp) {
    return hasTimestamp ? SHORT_HEADER + Long.BYTES : SHORT_HEADER;
  }

  private static ProtocolException refused(Message message, ProtocolException why) {
    String text = Codecs.name(message) + ": " + why.getMessage();
    return new ProtocolException(why.code(), text, Codecs.address(message));
  }

  /**
   * Reads the frame at the beginning of a part of an array. Bytes behind the frame are ignored.
   *
   * @param buffer the array; not changed and not kept
   * @param offset where the part begins
   * @param length how many bytes it has
   * @return the message and what the header says about it
   * @throws ProtocolException with {@link ErrorCode#INVALID_FRAME} if the part is no whole frame,
   *     with {@link ErrorCode#INVALID_MESSAGE} if its payload is no message that can be understood;
   *     the text names what was wrong
   * @throws IndexOutOfBoundsException if the part is not inside the array
   */
  public static DecodedFrame decode(byte[] buffer, int offset, int length) {
    return decode(buffer, offset, length, null);
  }

  public static DecodedFrame decode(byte[] buffer, int offset, int length, AddressCache addresses) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    int frameLength = frameLength(buffer, offset, length);
    if (frameLength < 0) {
      throw invalidFrame("frame of " + length + " bytes is too short for a header");
    }
    if (frameLength > length) {
      throw invalidFrame("frame of " + frameLength + " bytes has only " + length);
    }
    int flags = buffer[offset + 1] & 0xFF;
    boolean hasTimestamp = (flags & HAS_TIMESTAMP) != 0;
    int start = offset + headerSize(hasTimestamp);
    int end = offset + frameLength;
    FrameOptions options =
        hasTimestamp
            ? new FrameOptions(
                QOS[flags >> QOS_SHIFT],
                new Reader(buffer, offset + SHORT_HEADER, start).u64("timestamp"))
            : WITHOUT_TIMESTAMP[flags >> QOS_SHIFT];
    if (start < end && LegacyReader.isMap(buffer[start] & 0xFF)) {
      LegacyReader in = new LegacyReader(buffer, start, end);
      return new DecodedFrame(Codecs.read(new LegacyFields(in, "message")), options, true);
    }
    return new DecodedFrame(Codecs.read(new Reader(buffer, start, end, addresses)), options, false);
  }

  /**
   * Finds out how long a frame is, for transports that carry a stream of bytes.
   *
   * @param buffer the array
   * @param offset where the frame begins
   * @param available how many bytes of it are there
   * @return the length of the whole frame, at most {@link #MAX_FRAME}; or -1 if too little of its
   *     header is there to tell
   * @throws ProtocolException with {@link ErrorCode#INVALID_FRAME} if no frame begins there
   */
  public static int frameLength(byte[] buffer, int offset, int available) {
    if (available > 0 && buffer[offset] != MAGIC) {
      throw invalidFrame(
          "frame begins with 0x" + Integer.toHexString(buffer[offset] & 0xFF) + ", not 0x53");
    }
    if (available < SHORT_HEADER) {
      return -1;
    }
    int payload = (buffer[offset + 2] & 0xFF) << 8 | buffer[offset + 3] & 0xFF;
    return headerSize((buffer[offset + 1] & HAS_TIMESTAMP) != 0) + payload;
  }

  private static ProtocolException invalidFrame(String text) {
    return new ProtocolException(ErrorCode.INVALID_FRAME, text);
  }

  /**
   * The size of the payload that a message has in the binary encoding.
   *
   * @param message the message
   * @return bytes, 1 to {@link #MAX_PAYLOAD}
   * @throws ProtocolException with {@link ErrorCode#INVALID_VALUE} if the message is too large or
   *     nested too deep for a frame
   */
  public static int payloadSize(Message message) {
    try {
      return Sizes.within(1 + Codecs.size(message));
    } catch (ProtocolException e) {
      throw refused(message, e);
    }
  }

  /**
   * How much a param adds to the payload of a {@link Snapshot}, whose own size is that of {@link
   * Snapshot#EMPTY}.
   *
   * @param entry the param
   * @return bytes
   * @throws ProtocolException with {@link ErrorCode#INVALID_VALUE} if its value is too large or
   *     nested too deep for a frame
   */
  public static int payloadSize(Snapshot.Entry entry) {
    try {
      return SnapshotCodec.size(entry);
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), "param: " + e.getMessage(), entry.address());
    }
  }
}
