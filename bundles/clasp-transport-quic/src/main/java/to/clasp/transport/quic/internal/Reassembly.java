package to.clasp.transport.quic.internal;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.FrameSink;

/**
 * Cuts frames out of a stream by their own headers. Whole ones are handed over where they lie in
 * the scratch array; only what a read cuts off is kept here, in an array that grows with what has
 * really arrived.
 */
final class Reassembly {
  private static final byte[] EMPTY = {};
  private static final int KEPT = 4096;

  private final int maxFrameBytes;
  private byte[] rest = EMPTY;
  private int restLength;
  private boolean over;

  Reassembly(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** How many bytes of a frame wait for the others. */
  int pending() {
    return restLength;
  }

  void read(ByteBuf in, byte[] scratch, FrameSink to) {
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
      int length = length(scratch, at, end - at, to);
      if (length > end - at) {
        restLength = end - at;
        rest = grown(restLength);
        System.arraycopy(scratch, at, rest, 0, restLength);
        return;
      }
      if (!over) {
        to.frame(scratch, at, length);
      }
      at += length;
    }
  }

  /** Takes just what is missing of the frame that was cut off. */
  private void complete(ByteBuf in, FrameSink to) {
    int length = length(rest, 0, restLength, to);
    if (over) {
      return;
    }
    int taken = Math.min(length - restLength, in.readableBytes());
    rest = grown(restLength + taken);
    in.readBytes(rest, restLength, taken);
    restLength += taken;
    if (restLength < length || length(rest, 0, restLength, to) > length || over) {
      return;
    }
    restLength = 0;
    to.frame(rest, 0, length);
    if (rest.length > KEPT) {
      rest = EMPTY;
    }
  }

  /** How long the frame is as far as is known: at least the part of the header with its length. */
  private int length(byte[] bytes, int at, int available, FrameSink to) {
    int length;
    try {
      length = FrameCodec.frameLength(bytes, at, available);
    } catch (ProtocolException noFrame) {
      over = true;
      to.violated(CloseReason.PROTOCOL_ERROR, noFrame.getMessage());
      return 0;
    }
    if (length < 0) {
      return FrameHeader.NEEDED;
    }
    if (length > maxFrameBytes) {
      over = true;
      to.violated(
          CloseReason.TOO_LARGE, "a frame of " + length + " bytes; at most " + maxFrameBytes);
      return 0;
    }
    return length;
  }

  private byte[] grown(int needed) {
    return needed <= rest.length ? rest : Arrays.copyOf(rest, Math.max(needed, 2 * rest.length));
  }
}
