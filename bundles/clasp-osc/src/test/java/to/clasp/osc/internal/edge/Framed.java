package to.clasp.osc.internal.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Keeps the borders of messages over TCP, as WebSocket does. For both sides. */
final class Framed extends ChannelDuplexHandler {
  private final ByteBuf pending = Unpooled.buffer();

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    pending.writeBytes(in);
    in.release();
    while (pending.readableBytes() >= Integer.BYTES
        && pending.readableBytes() - Integer.BYTES >= pending.getInt(pending.readerIndex())) {
      byte[] next = new byte[pending.readInt()];
      pending.readBytes(next);
      context.fireChannelRead(Unpooled.wrappedBuffer(next));
    }
    pending.discardReadBytes();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    int length = ((ByteBuf) message).readableBytes();
    context.write(Unpooled.buffer(Integer.BYTES).writeInt(length), context.voidPromise());
    context.write(message, promise);
  }
}
