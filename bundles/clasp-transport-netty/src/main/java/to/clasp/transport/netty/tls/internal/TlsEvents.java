package to.clasp.transport.netty.tls.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import to.clasp.transport.netty.internal.RareLog;

/**
 * Stands behind TLS: a peer that ends TLS ends the connection, a failed handshake is logged, and a
 * peer that does not read cannot hold up a close.
 */
public final class TlsEvents extends ChannelDuplexHandler {
  /** How long the word of farewell may wait behind a peer that does not read. */
  private static final long FAREWELL_MILLIS = 200;

  private final boolean log;

  /**
   * One for each channel.
   *
   * @param log whether a failed handshake is told to nobody else
   */
  public TlsEvents(boolean log) {
    this.log = log;
  }

  /**
   * Takes its times away from a handler. The handshake is part of the transport's, and the time of
   * a close is kept here, without a line of the log for each peer that does not read.
   *
   * @param handler a new one
   * @return the same
   */
  public static SslHandler limited(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(0);
    return handler;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == TlsDetector.PLAIN) {
      context.fireUserEventTriggered(event);
      context.pipeline().remove(this);
      return;
    }
    if (log && event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      RareLog.handshakeFailed(context.channel(), done.cause());
    }
    context.fireUserEventTriggered(event);
    if (event instanceof SslCloseCompletionEvent) {
      context.close();
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    context.close(promise);
    Channel channel = context.channel();
    if (channel.isOpen()) {
      Future<?> force =
          context
              .executor()
              .schedule(
                  () -> channel.pipeline().firstContext().close(),
                  FAREWELL_MILLIS,
                  TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(closed -> force.cancel(false));
    }
  }
}
