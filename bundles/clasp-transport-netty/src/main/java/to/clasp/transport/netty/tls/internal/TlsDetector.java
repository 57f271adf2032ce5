package to.clasp.transport.netty.tls.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import to.clasp.transport.netty.internal.RareLog;

/**
 * The first handler of an accepted channel on a port with TLS: the first bytes tell whether the
 * client speaks it. Leaves when that is known.
 */
public final class TlsDetector extends OptionalSslHandler {
  /** Told to the handlers behind when the client speaks without TLS. */
  public static final Object PLAIN = new Object();

  private final boolean tlsOnly;

  private TlsDetector(SslContext context, boolean tlsOnly) {
    super(context);
    this.tlsOnly = tlsOnly;
  }

  /**
   * Makes a channel tell TLS apart.
   *
   * @param channel with an empty pipeline
   * @param context for the case of TLS
   * @param tlsOnly whether all else is refused
   */
  public static void install(Channel channel, SslContext context, boolean tlsOnly) {
    channel.pipeline().addLast(new TlsDetector(context, tlsOnly)).addLast(new TlsEvents(true));
  }

  @Override
  protected SslHandler newSslHandler(ChannelHandlerContext context, SslContext tls) {
    return TlsEvents.limited(tls.newHandler(context.alloc()));
  }

  /** What was found is told before the bytes go on. */
  @Override
  protected ChannelHandler newNonSslHandler(ChannelHandlerContext context) {
    if (tlsOnly) {
      return new Refusal();
    }
    context.fireUserEventTriggered(PLAIN);
    return null;
  }

  private static final class Refusal extends ChannelInboundHandlerAdapter {
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      RareLog.plainRefused(context.channel());
      context.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
