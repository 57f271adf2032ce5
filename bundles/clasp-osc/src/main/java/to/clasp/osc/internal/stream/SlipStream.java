package to.clasp.osc.internal.stream;

import io.netty.buffer.ByteBuf;
import to.clasp.osc.internal.codec.OscException;

/** OSC 1.1: SLIP (RFC 1055) with an END before each packet, too. */
final class SlipStream extends PacketStream {
  static final byte END = (byte) 0xC0;
  private static final byte ESC = (byte) 0xDB;
  private static final byte ESCAPED_END = (byte) 0xDC;
  private static final byte ESCAPED_ESC = (byte) 0xDD;

  private boolean escaped;

  SlipStream(int largest) {
    super(largest);
  }

  @Override
  public void read(ByteBuf in, PacketSink to) {
    while (in.isReadable()) {
      byte next = in.readByte();
      if (escaped) {
        escaped = false;
        require(1);
        append(unescaped(next));
      } else if (next == END) {
        complete(to);
      } else if (next == ESC) {
        escaped = true;
      } else {
        require(1);
        append(next);
      }
    }
  }

  private static byte unescaped(byte code) {
    if (code == ESCAPED_END) {
      return END;
    }
    if (code == ESCAPED_ESC) {
      return ESC;
    }
    throw new OscException("SLIP escapes the byte " + (code & 0xFF));
  }

  @Override
  public void write(byte[] bytes, int length, ByteBuf out) {
    out.writeByte(END);
    for (int i = 0; i < length; i++) {
      byte one = bytes[i];
      if (one == END) {
        out.writeByte(ESC).writeByte(ESCAPED_END);
      } else if (one == ESC) {
        out.writeByte(ESC).writeByte(ESCAPED_ESC);
      } else {
        out.writeByte(one);
      }
    }
    out.writeByte(END);
  }
}
