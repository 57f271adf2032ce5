package to.clasp.transport.quic.internal;

import io.netty.buffer.ByteBuf;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.FrameSink;
import to.clasp.transport.netty.Framing;

/**
 * Frames one after the other on a stream, without any prefix. Signals of type stream go by datagram
 * where there is one. A close has no bytes: {@link StreamGate} makes an end of the stream of it.
 */
final class QuicFraming implements Framing {

  /** What may carry a frame beside the stream. */
  interface Datagrams {
    /** Sends a frame at the next flush, or says that the stream has to carry it. */
    boolean take(byte[] frame);
  }

  private final int maxFrameBytes;
  private final Datagrams datagrams;
  private final Reassembly reassembly;
  private CloseReason closeReason;
  private boolean readsDatagram;
  private boolean begun;
  private boolean openedEarly;

  QuicFraming(int maxFrameBytes, Datagrams datagrams) {
    this.maxFrameBytes = maxFrameBytes;
    this.datagrams = datagrams;
    this.reassembly = new Reassembly(maxFrameBytes);
  }

  @Override
  public void read(ByteBuf in, byte[] scratch, FrameSink to) {
    if (readsDatagram) {
      readDatagram(in, scratch, to);
    } else {
      reassembly.read(in, scratch, to);
    }
  }

  /** What is not one whole frame is no more than a sign of life. */
  private void readDatagram(ByteBuf in, byte[] scratch, FrameSink to) {
    int length = Math.min(in.readableBytes(), scratch.length);
    in.readBytes(scratch, 0, length);
    in.skipBytes(in.readableBytes());
    if (length <= maxFrameBytes && FrameHeader.isWhole(scratch, length)) {
      to.frame(scratch, 0, length);
    }
  }

  /** What is read next is a datagram, or again the stream. */
  void readDatagrams(boolean on) {
    readsDatagram = on;
  }

  /** Whether the stream has ended inside a frame. The first byte alone may be an early opening. */
  boolean isCutOff() {
    return reassembly.pending() > 1;
  }

  /** Why this side closes, or null while it does not. */
  CloseReason closeReason() {
    return closeReason;
  }

  /**
   * The byte that every first frame begins with, to be sent ahead of it.
   *
   * @return false if the first frame is on its way already
   */
  boolean openEarly() {
    openedEarly = !begun && closeReason == null;
    return openedEarly;
  }

  @Override
  public void write(Frame frame, ByteBuf out) {
    byte[] bytes = frame.bytes();
    if (FrameHeader.isStreamSignal(bytes) && datagrams.take(bytes)) {
      return;
    }
    int sent = openedEarly && !begun ? 1 : 0;
    begun = true;
    out.writeBytes(bytes, sent, bytes.length - sent);
  }

  @Override
  public int overhead() {
    return 0;
  }

  @Override
  public void writeClose(CloseReason why, ByteBuf out) {
    closeReason = why;
  }

  /** Nothing: {@link Peer} keeps the whole QUIC connection alive. */
  @Override
  public void writePing(ByteBuf out) {}
}
