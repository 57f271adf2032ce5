package to.clasp.osc.internal.stream;

import io.netty.buffer.ByteBuf;

/** Packets whose borders somebody else keeps, as WebSocket does: one in each buffer. */
public final class MessageStream extends PacketStream {

  /**
   * Nothing is read yet.
   *
   * @param largest largest packet in bytes
   */
  public MessageStream(int largest) {
    super(largest);
  }

  @Override
  public void read(ByteBuf in, PacketSink to) {
    int length = in.readableBytes();
    require(length);
    append(in, length);
    complete(to);
  }

  @Override
  public void write(byte[] bytes, int length, ByteBuf out) {
    out.writeBytes(bytes, 0, length);
  }

  @Override
  public boolean hasBorders() {
    return true;
  }
}
