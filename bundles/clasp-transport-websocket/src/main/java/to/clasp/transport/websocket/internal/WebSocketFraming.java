package to.clasp.transport.websocket.internal;

import io.netty.buffer.ByteBuf;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Frame;
import to.clasp.transport.netty.FrameSink;
import to.clasp.transport.netty.Framing;

/** One binary WebSocket message for each frame, without extensions. */
final class WebSocketFraming implements Framing {
  private final Framer framer;
  private final Deframer deframer;

  private WebSocketFraming(Framer framer, Deframer deframer) {
    this.framer = framer;
    this.deframer = deframer;
  }

  static WebSocketFraming ofServer(int maxFrameBytes) {
    Framer framer = Framer.ofServer();
    return new WebSocketFraming(framer, new Deframer(true, maxFrameBytes, framer));
  }

  static WebSocketFraming ofClient(int maxFrameBytes) {
    Framer framer = Framer.ofClient();
    return new WebSocketFraming(framer, new Deframer(false, maxFrameBytes, framer));
  }

  @Override
  public void read(ByteBuf in, byte[] scratch, FrameSink to) {
    deframer.read(in, scratch, to);
  }

  @Override
  public void write(Frame frame, ByteBuf out) {
    framer.writeBinary(frame.bytes(), out);
  }

  @Override
  public int overhead() {
    return Framer.OVERHEAD;
  }

  @Override
  public void writeClose(CloseReason why, ByteBuf out) {
    framer.writeClose(why, out);
  }

  @Override
  public void writePing(ByteBuf out) {
    framer.writePing(out);
  }
}
