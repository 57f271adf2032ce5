package to.clasp.transport.quic.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.CloseReason;
import to.clasp.transport.netty.LateReason;

/**
 * Stands between a stream and its connection and makes the two kinds of end meet. Who closes sends
 * what was written and the end of the stream; the other side answers with the end of its own; then
 * the first one closes the QUIC connection, whose code and text tell why. A close without that
 * exchange would overtake what was written.
 */
final class StreamGate extends ChannelDuplexHandler {
  /** Longer than the second that the other side gives, whose reason comes only after that. */
  private static final long WAIT_MILLIS = 1500;

  private final Peer peer;
  private final QuicFraming framing;
  private final LateReason late = new LateReason();
  private ChannelHandlerContext context;
  private boolean outputEnded;
  private boolean broken;
  private boolean over;
  private Throwable resetBy;
  private Future<?> waiting;

  StreamGate(Peer peer, QuicFraming framing) {
    this.peer = peer;
    this.framing = framing;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  /** From now on the connection hears only from here that it has ended. */
  void holdEnd() {
    context.fireUserEventTriggered(late);
  }

  private boolean isOpen() {
    return !over && context.channel().isOpen();
  }

  /** A frame by datagram, as if it came on the stream; none while reading is paused. */
  void datagram(ByteBuf bytes) {
    if (isOpen() && context.channel().config().isAutoRead()) {
      framing.readDatagrams(true);
      context.fireChannelRead(bytes.retain());
      framing.readDatagrams(false);
    }
  }

  /** The datagrams that came together have been told. */
  void datagramsRead() {
    if (isOpen()) {
      context.fireChannelReadComplete();
    }
  }

  /** The peer is there, although it has nothing to say. */
  void signOfLife() {
    if (isOpen()) {
      context.fireChannelRead(Unpooled.EMPTY_BUFFER);
    }
  }

  /** Makes the stream exist for the peer, which sees none before its first byte. */
  void openEarly() {
    if (isOpen() && !outputEnded && framing.openEarly()) {
      ByteBuf first = context.alloc().directBuffer(1).writeByte(FrameHeader.MAGIC);
      context.writeAndFlush(first, context.voidPromise());
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean last = framing.closeReason() != null;
    if (outputEnded || !(message instanceof ByteBuf bytes)) {
      drop(message, promise);
    } else if (last) {
      outputEnded = true;
      context.write(new DefaultQuicStreamFrame(bytes, true), promise);
    } else if (bytes.isReadable()) {
      context.write(bytes, promise);
    } else {
      drop(message, promise);
    }
  }

  private static void drop(Object message, ChannelPromise promise) {
    ReferenceCountUtil.release(message);
    if (!promise.isVoid()) {
      promise.trySuccess();
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    peer.flushDatagrams();
  }

  /** Without an exchange: what was not sent is lost, and the code says that it is. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    QuicStreamChannel stream = (QuicStreamChannel) context.channel();
    broken |= !outputEnded && framing.closeReason() == null;
    outputEnded = true;
    if (stream.isOpen()) {
      peer.closeIfLast(this);
    }
    if (stream.isOpen()) {
      stream.shutdown(CloseCodes.of(reason()));
    }
    context.close(promise);
  }

  /** Why this side ends the stream. */
  CloseReason reason() {
    if (framing.closeReason() != null) {
      return framing.closeReason();
    }
    return broken ? CloseReason.INTERNAL_ERROR : CloseReason.NORMAL;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      answerEnd();
    } else if (event != ChannelInputShutdownReadComplete.INSTANCE) {
      context.fireUserEventTriggered(event);
    }
  }

  /** What was written before still goes out. */
  private void answerEnd() {
    if (!outputEnded) {
      outputEnded = true;
      context.writeAndFlush(new DefaultQuicStreamFrame(Unpooled.EMPTY_BUFFER, true));
      waitForTheReason();
    }
  }

  private void waitForTheReason() {
    if (waiting == null) {
      waiting = context.executor().schedule(this::stopWaiting, WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void stopWaiting() {
    context.channel().close();
    finish();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof QuicStreamResetException reset) {
      resetBy = CloseCodes.cause(reset.applicationProtocolCode());
      outputEnded = true;
      waitForTheReason();
    } else {
      context.fireExceptionCaught(failure);
    }
  }

  /** The peer's reason may be just behind the end of its stream. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (framing.closeReason() == null && peer.isSilentlyOpen() && resetBy == null) {
      outputEnded = true;
      waitForTheReason();
    } else {
      finish();
    }
  }

  /** Tells the connection that it is over, once. */
  void finish() {
    if (over) {
      return;
    }
    over = true;
    if (waiting != null) {
      waiting.cancel(false);
    }
    late.tell(cause());
    peer.remove(this);
  }

  private Throwable cause() {
    Throwable told = peer.cause();
    if (told == null) {
      told = resetBy;
    }
    return told == null && framing.isCutOff()
        ? new IOException("the stream ended inside a frame")
        : told;
  }
}
