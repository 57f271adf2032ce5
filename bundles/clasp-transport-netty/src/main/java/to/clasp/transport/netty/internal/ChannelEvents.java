package to.clasp.transport.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import to.clasp.transport.netty.LateReason;

/** The last handler of a channel: turns Netty's events into calls. */
public final class ChannelEvents extends ChannelInboundHandlerAdapter {

  /** Who listens. All calls come on the event loop. */
  public interface Listener {
    /**
     * Bytes have arrived.
     *
     * @param in the bytes, borrowed
     */
    void bytes(ByteBuf in);

    /** All bytes that were there have been told. */
    void readComplete();

    /** The channel has become writable or unwritable. */
    void writabilityChanged();

    /**
     * The channel has failed, or is of no more use.
     *
     * @param failure why; null after an orderly end
     */
    void failed(Throwable failure);

    /** The peer sends nothing more. */
    void ended();

    /** The channel is closed. May come twice. */
    void inactive();
  }

  private final Listener listener;
  private boolean reasonFollows;

  /**
   * A handler that passes events on.
   *
   * @param listener who is told
   */
  public ChannelEvents(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof ByteBuf bytes) {
        listener.bytes(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    listener.readComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    listener.writabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
      listener.ended();
    } else if (event instanceof LateReason late) {
      reasonFollows = true;
      late.listen(this::end);
    }
  }

  private void end(Throwable why) {
    listener.failed(why);
    listener.inactive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    endWithoutReason();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    endWithoutReason();
  }

  private void endWithoutReason() {
    if (!reasonFollows) {
      listener.inactive();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    listener.failed(failure);
  }
}
