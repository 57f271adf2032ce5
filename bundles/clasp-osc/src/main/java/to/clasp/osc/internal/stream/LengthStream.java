package to.clasp.osc.internal.stream;

import io.netty.buffer.ByteBuf;
import to.clasp.osc.internal.codec.OscException;

/** OSC 1.0: each packet behind its size in 32 bits. */
final class LengthStream extends PacketStream {
  private final int largest;
  private int header;
  private int headerBytes;

  LengthStream(int largest) {
    super(largest);
    this.largest = largest;
  }

  @Override
  public void read(ByteBuf in, PacketSink to) {
    while (in.isReadable()) {
      if (headerBytes < Integer.BYTES) {
        header = header << Byte.SIZE | in.readUnsignedByte();
        headerBytes++;
        if (headerBytes == Integer.BYTES) {
          begin();
        }
      } else {
        int count = Math.min(in.readableBytes(), header - size());
        require(count);
        append(in, count);
      }
      if (headerBytes == Integer.BYTES && size() == header) {
        headerBytes = 0;
        header = 0;
        complete(to);
      }
    }
  }

  private void begin() {
    if (header < 0 || header > largest) {
      throw new OscException("a packet of " + header + " bytes; at most " + largest);
    }
  }

  @Override
  public void write(byte[] bytes, int length, ByteBuf out) {
    out.writeInt(length).writeBytes(bytes, 0, length);
  }
}
