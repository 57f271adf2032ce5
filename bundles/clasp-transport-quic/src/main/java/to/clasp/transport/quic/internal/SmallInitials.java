package to.clasp.transport.quic.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/**
 * Drops datagrams that a client must not begin with because they are too small (RFC 9000, 14.1): an
 * answer to one of them could be several times as large, and go to whoever it says to come from.
 */
final class SmallInitials extends ChannelInboundHandlerAdapter {
  private static final int SMALLEST = 1200;
  private static final int LONG_HEADER = 0x80;
  private static final int TYPE = 0x30;
  private static final int VERSION_1 = 1;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof DatagramPacket packet && beginsTooSmall(packet.content())) {
      packet.release();
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Only of version 1 is it known which packets come later and may be small. */
  private static boolean beginsTooSmall(ByteBuf packet) {
    int length = packet.readableBytes();
    if (length >= SMALLEST) {
      return false;
    }
    if (length < 5) {
      return true;
    }
    int at = packet.readerIndex();
    int head = packet.getByte(at);
    return (head & LONG_HEADER) != 0 && (packet.getInt(at + 1) != VERSION_1 || (head & TYPE) == 0);
  }
}
