package to.clasp.transport.websocket.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.FrameSink;

/**
 * Makes a WebSocket look like a plain connection to the handlers behind it: they read the payload
 * of binary frames or messages and write payloads. Pings, goodbyes and violations are dealt with
 * here.
 */
final class WebSocketStream extends ChannelDuplexHandler implements FrameSink {
  private static final int SCRATCH = 16 * 1024;
  private static final int CONTROL = 200;
  private static final long LINGER_MILLIS = 1000;

  private final Deframer deframer;
  private final long pingNanos;
  private ChannelHandlerContext context;
  private CloseReason reason = CloseReason.NORMAL;
  private Future<?> pinging;
  private Future<?> deadline;
  private boolean over;

  WebSocketStream(Deframer deframer, Duration pingInterval) {
    this.deframer = deframer;
    this.pingNanos = pingInterval.toNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    if (pingNanos > 0) {
      pinging =
          added
              .executor()
              .scheduleAtFixedRate(this::ping, pingNanos, pingNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void ping() {
    reply(Framer.ofServer()::writePing);
    context.flush();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    over = true;
    cancel(pinging);
    cancel(deadline);
  }

  private static void cancel(Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      deframer.read(in, new byte[Math.min(in.readableBytes(), SCRATCH)], this);
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    from.fireChannelReadComplete();
    from.flush();
  }

  @Override
  public void frame(byte[] buffer, int offset, int length) {
    if (!over && length > 0) {
      context.fireChannelRead(context.alloc().buffer(length).writeBytes(buffer, offset, length));
    }
  }

  @Override
  public void reply(Consumer<ByteBuf> reply) {
    if (!over && context.channel().isWritable()) {
      context.write(control(reply), context.voidPromise());
    }
  }

  private ByteBuf control(Consumer<ByteBuf> content) {
    ByteBuf out = context.alloc().buffer(CONTROL);
    content.accept(out);
    return out;
  }

  @Override
  public void peerClosed(Throwable cause, Consumer<ByteBuf> answer) {
    if (over) {
      context.close();
    } else {
      last(answer).addListener(written -> context.close());
    }
  }

  @Override
  public void violated(CloseReason why, String what) {
    reason = why;
    sayGoodbye();
  }

  @Override
  public void write(ChannelHandlerContext from, Object message, ChannelPromise promise) {
    if (over) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    int length = ((ByteBuf) message).readableBytes();
    from.write(control(out -> Framer.writeBinaryHeader(length, out)), from.voidPromise());
    from.write(message, promise);
  }

  /** Whoever ends the channel says so first, so that its handlers, too, can say goodbye. */
  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    if (event instanceof CloseReason why) {
      reason = why;
    }
    from.fireUserEventTriggered(event);
  }

  @Override
  public void disconnect(ChannelHandlerContext from, ChannelPromise promise) {
    close(from, promise);
  }

  @Override
  public void close(ChannelHandlerContext from, ChannelPromise promise) {
    from.channel().closeFuture().addListener(closed -> promise.trySuccess());
    sayGoodbye();
  }

  /** With the whole port, its owner says how long the peer has to take what was written. */
  private void sayGoodbye() {
    if (over) {
      return;
    }
    CloseReason why = reason;
    ChannelFuture written = last(out -> Framer.ofServer().writeClose(why, out));
    if (why == CloseReason.GOING_AWAY) {
      cancel(deadline);
      written.addListener(done -> closeSoon());
    }
  }

  /** Nothing is handed over or written any more; what comes is only searched for the answer. */
  private ChannelFuture last(Consumer<ByteBuf> words) {
    ChannelFuture written = context.writeAndFlush(control(words));
    over = true;
    cancel(pinging);
    context.channel().config().setAutoRead(true);
    closeSoon();
    return written;
  }

  private void closeSoon() {
    if (context.channel().isOpen()) {
      deadline =
          context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
    over = true;
    from.close();
  }
}
