package to.clasp.transport.netty.tls.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import to.clasp.transport.netty.internal.RareLog;

/**
 * Stands behind TLS: a peer that ends TLS ends the connection, and a failed handshake is logged.
 */
public final class TlsEvents extends ChannelInboundHandlerAdapter {
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
   * Sets the times of a handler. The handshake has no time of its own: it is part of the
   * transport's.
   *
   * @param handler a new one
   * @return the same
   */
  public static SslHandler limited(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
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
}
