package to.clasp.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.FrameSink;

/**
 * Finds the messages in the bytes of one peer. Whole WebSocket frames are handed over where they
 * lie in the scratch array; only what a read cuts off or a peer fragments is kept here, in arrays
 * that grow with what has really arrived.
 */
final class Deframer {
  private static final byte[] EMPTY = {};
  private static final int KEPT = 4096;

  private final int maxFrameBytes;
  private final boolean stream;
  private final boolean takesText;
  private final Framer replies;
  private final Header header;
  private byte[] rest = EMPTY;
  private int restLength;
  private byte[] message = EMPTY;
  private int messageLength;
  private boolean fragmented;
  private boolean text;
  private boolean onlyControl;
  private boolean over;

  private Deframer(
      boolean masked, int maxFrameBytes, Framer replies, boolean stream, boolean takesText) {
    this.header = new Header(masked);
    this.maxFrameBytes = maxFrameBytes;
    this.replies = replies;
    this.stream = stream;
    this.takesText = takesText;
  }

  /**
   * For one peer whose messages are handed over as a whole.
   *
   * @param masked whether the peer has to mask, as clients have
   * @param replies makes the answers to pings and closes
   */
  Deframer(boolean masked, int maxFrameBytes, Framer replies) {
    this(masked, maxFrameBytes, replies, false, false);
  }

  /** For one client whose messages have no meaning but as a stream of bytes. */
  static Deframer ofStream(int maxFrameBytes) {
    return new Deframer(true, maxFrameBytes, Framer.ofServer(), true, false);
  }

  /** For one client whose messages are handed over as a whole, perhaps also those of text. */
  static Deframer ofMessages(int maxFrameBytes, boolean takesText) {
    return new Deframer(true, maxFrameBytes, Framer.ofServer(), false, takesText);
  }

  void read(ByteBuf in, byte[] scratch, FrameSink to) {
    try {
      while (in.isReadable() && !over) {
        if (restLength > 0) {
          complete(in, to);
        } else {
          walk(in, scratch, to);
        }
      }
    } catch (Violation violation) {
      over = true;
      to.violated(violation.why(), violation.getMessage());
    }
    if (over) {
      in.skipBytes(in.readableBytes());
      rest = EMPTY;
      message = EMPTY;
    }
  }

  /** Takes frame after frame out of what has arrived. */
  private void walk(ByteBuf in, byte[] scratch, FrameSink to) throws Violation {
    int end = Math.min(in.readableBytes(), scratch.length);
    in.readBytes(scratch, 0, end);
    int at = 0;
    while (at < end && !over) {
      if (header.read(scratch, at, end - at, limit()) > 0) {
        restLength = end - at;
        rest = grow(rest, 0, restLength);
        System.arraycopy(scratch, at, rest, 0, restLength);
        return;
      }
      int next = at + header.length() + header.payload();
      take(scratch, at + header.length(), to);
      at = next;
    }
  }

  /** Takes just what is missing of the frame that was cut off. */
  private void complete(ByteBuf in, FrameSink to) throws Violation {
    int missing = header.read(rest, 0, restLength, limit());
    int taken = Math.min(missing, in.readableBytes());
    rest = grow(rest, restLength, restLength + taken);
    in.readBytes(rest, restLength, taken);
    restLength += taken;
    if (header.read(rest, 0, restLength, limit()) == 0) {
      restLength = 0;
      take(rest, header.length(), to);
      if (rest.length > KEPT) {
        rest = EMPTY;
      }
    }
  }

  /** What the next fragment may hold: fragments count together. */
  private int limit() {
    return maxFrameBytes - (fragmented ? messageLength : 0);
  }

  private void take(byte[] bytes, int at, FrameSink to) throws Violation {
    int length = header.payload();
    Mask.apply(header.mask(), bytes, at, length);
    boolean refused = header.opcode() == Header.TEXT && !takesText;
    switch (header.opcode()) {
      case Header.CLOSE -> close(bytes, at, length, to);
      case Header.PING -> to.reply(out -> replies.writePong(bytes, at, length, out));
      case Header.PONG -> {
        // its bytes have counted as a sign of life already
      }
      default -> {
        if (refused) {
          onlyControl = true;
          to.violated(
              CloseReason.UNSUPPORTED_DATA, "a text frame; only binary frames are accepted");
        } else if (!onlyControl) {
          data(bytes, at, length, to);
        }
      }
    }
  }

  private void data(byte[] bytes, int at, int length, FrameSink to) throws Violation {
    boolean continuation = header.opcode() == Header.CONTINUATION;
    if (continuation != fragmented) {
      throw Violation.protocol(
          continuation ? "a continuation of nothing" : "a new message inside a fragmented one");
    }
    text = continuation ? text : header.opcode() == Header.TEXT;
    if (stream) {
      fragmented = !header.isLast();
      to.frame(bytes, at, length);
      return;
    }
    if (!fragmented && header.isLast()) {
      whole(bytes, at, length, to);
      return;
    }
    message = grow(message, messageLength, messageLength + length);
    System.arraycopy(bytes, at, message, messageLength, length);
    messageLength += length;
    fragmented = !header.isLast();
    if (!fragmented) {
      int whole = messageLength;
      messageLength = 0;
      whole(message, 0, whole, to);
      message = EMPTY;
    }
  }

  private void whole(byte[] bytes, int at, int length, FrameSink to) throws Violation {
    if (text) {
      text(bytes, at, length, "a text message");
    }
    to.frame(bytes, at, length);
  }

  private void close(byte[] bytes, int at, int length, FrameSink to) throws Violation {
    over = true;
    if (length == 0) {
      to.peerClosed(null, out -> replies.writeClose(EMPTY, 0, 0, out));
      return;
    }
    int code = length < 2 ? 0 : (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    if (!CloseCodes.isValid(code)) {
      throw Violation.protocol("a close frame without a valid code");
    }
    String text = text(bytes, at + 2, length - 2, "the text of a close frame");
    to.peerClosed(CloseCodes.cause(code, text), out -> replies.writeClose(bytes, at, 2, out));
  }

  private static String text(byte[] bytes, int at, int length, String what) throws Violation {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
    } catch (CharacterCodingException invalid) {
      throw Violation.protocol(what + " is not UTF-8");
    }
  }

  /** Room for that many bytes, twice the old size at least; the used ones are kept. */
  private static byte[] grow(byte[] array, int used, int needed) {
    if (needed <= array.length) {
      return array;
    }
    byte[] larger = new byte[Math.max(needed, 2 * array.length)];
    System.arraycopy(array, 0, larger, 0, used);
    return larger;
  }
}
