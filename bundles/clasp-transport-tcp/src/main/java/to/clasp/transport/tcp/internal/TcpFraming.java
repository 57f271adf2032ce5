package to.clasp.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import to.clasp.protocol.Ping;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.CloseMark;
import to.clasp.transport.netty.FrameSink;
import to.clasp.transport.netty.Framing;

/**
 * Four bytes of length before each frame. Whole frames are handed over where they lie in the
 * scratch array; only what a read cuts off is kept here, in an array that grows with what has
 * really arrived. A length of zero is a {@link CloseMark}.
 */
final class TcpFraming implements Framing {
  private static final int PREFIX = 4;
  private static final int KEPT = 4096;
  private static final byte[] EMPTY = {};
  private static final byte[] PING = FrameCodec.encode(Ping.INSTANCE);

  private final int maxFrameBytes;
  private byte[] rest = EMPTY;
  private int restLength;
  private boolean over;

  /**
   * For one peer.
   *
   * @param maxFrameBytes the largest frame accepted
   */
  TcpFraming(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public void read(ByteBuf in, byte[] scratch, FrameSink to) {
    while (in.isReadable() && !over) {
      if (restLength > 0) {
        complete(in, to);
      } else {
        walk(in, scratch, to);
      }
    }
    if (over) {
      in.skipBytes(in.readableBytes());
      rest = EMPTY;
      restLength = 0;
    }
  }

  /** Takes frame after frame out of what has arrived. */
  private void walk(ByteBuf in, byte[] scratch, FrameSink to) {
    int end = Math.min(in.readableBytes(), scratch.length);
    in.readBytes(scratch, 0, end);
    int at = 0;
    while (at < end && !over) {
      int size = recordSize(scratch, at, end - at, to);
      if (over) {
        return;
      }
      if (size > end - at) {
        keep(scratch, at, end - at);
        return;
      }
      take(scratch, at, size, to);
      at += size;
    }
  }

  private void keep(byte[] bytes, int at, int length) {
    grow(length);
    System.arraycopy(bytes, at, rest, 0, length);
    restLength = length;
  }

  /** Takes just what is missing of the frame that was cut off. */
  private void complete(ByteBuf in, FrameSink to) {
    int size = recordSize(rest, 0, restLength, to);
    int taken = Math.min(size - restLength, in.readableBytes());
    grow(restLength + taken);
    in.readBytes(rest, restLength, taken);
    restLength += taken;
    size = recordSize(rest, 0, restLength, to);
    if (over || size > restLength) {
      return;
    }
    restLength = 0;
    take(rest, 0, size, to);
    if (rest.length > KEPT) {
      rest = EMPTY;
    }
  }

  /** The size of what begins there, its prefix included, as far as can be told by now. */
  private int recordSize(byte[] bytes, int at, int available, FrameSink to) {
    if (available < PREFIX) {
      return PREFIX;
    }
    int length =
        bytes[at] << 24
            | (bytes[at + 1] & 0xFF) << 16
            | (bytes[at + 2] & 0xFF) << 8
            | (bytes[at + 3] & 0xFF);
    if (length < 0 || length > maxFrameBytes) {
      over = true;
      String told = Integer.toUnsignedString(length);
      to.violated(
          CloseReason.TOO_LARGE,
          "a length of " + told + " bytes, at most " + maxFrameBytes + " are accepted");
    }
    return length == 0 ? CloseMark.BYTES : PREFIX + length;
  }

  private void take(byte[] bytes, int at, int size, FrameSink to) {
    if (size > CloseMark.BYTES || bytes[at + PREFIX - 1] != 0) {
      to.frame(bytes, at + PREFIX, size - PREFIX);
      return;
    }
    over = true;
    CloseReason why = CloseMark.reason(bytes[at + PREFIX]);
    if (why == null) {
      to.violated(CloseReason.PROTOCOL_ERROR, "an empty frame");
    } else {
      to.peerClosed(CloseMark.cause(why), out -> {});
    }
  }

  /** Room for that many bytes, twice the old size at least; the used ones are kept. */
  private void grow(int needed) {
    if (needed > rest.length) {
      rest = Arrays.copyOf(rest, Math.max(needed, 2 * rest.length));
    }
  }

  @Override
  public void readEnd(FrameSink to) {
    IOException cut =
        restLength == 0
            ? null
            : new IOException("the peer ended the stream " + restLength + " bytes into a frame");
    over = true;
    to.peerClosed(cut, out -> {});
  }

  @Override
  public void write(Frame frame, ByteBuf out) {
    out.writeInt(frame.length()).writeBytes(frame.bytes());
  }

  @Override
  public int overhead() {
    return PREFIX;
  }

  @Override
  public void writeClose(CloseReason why, ByteBuf out) {
    if (why != CloseReason.NORMAL) {
      CloseMark.write(why, out);
    }
  }

  @Override
  public boolean closesByEndOfStream() {
    return true;
  }

  @Override
  public void writePing(ByteBuf out) {
    out.writeInt(PING.length).writeBytes(PING);
  }
}
