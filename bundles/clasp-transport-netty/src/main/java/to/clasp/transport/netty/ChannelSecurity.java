package to.clasp.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.netty.tls.internal.TlsDetector;

/** What transports need to know of a channel that may be secured. On the channel's event loop. */
public final class ChannelSecurity {
  private ChannelSecurity() {}

  /**
   * Describes the connection over a channel, when its handshake is complete.
   *
   * @param transport name of the transport
   * @param channel a channel of TCP
   * @return reliable; secure and with the certificate of the peer if that is so
   */
  public static ConnectionInfo info(String transport, Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    Optional<X509Certificate> certificate = tls == null ? Optional.empty() : certificate(tls);
    return new ConnectionInfo(transport, channel.remoteAddress(), tls != null, true, certificate);
  }

  private static Optional<X509Certificate> certificate(SslHandler tls) {
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      return chain[0] instanceof X509Certificate first ? Optional.of(first) : Optional.empty();
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  /**
   * Waits until it is known whether the channel is secured, and if so, until its handshake is
   * complete. For transports without a handshake of their own. What is added to the pipeline by
   * {@code done} gets all bytes of the peer.
   *
   * @param channel a channel that {@link NettyListener} has accepted or {@link ClientTls} secured
   * @param limit how long it may take; the channel is closed afterwards
   * @param done called once, at once if there is nothing to wait for: with null, or with the reason
   *     why the channel is of no use, which is closed then
   */
  public static void whenReady(Channel channel, Duration limit, Consumer<Throwable> done) {
    boolean undecided =
        channel.pipeline().get(TlsDetector.class) != null
            || channel.pipeline().get(SslHandler.class) != null;
    if (undecided) {
      channel.pipeline().addLast(new Waiting(limit, done));
    } else {
      done.accept(null);
    }
  }

  /**
   * Tells the peer that nothing more comes, when all that was written has gone out. What the peer
   * sends is still read.
   *
   * @param channel a channel of TCP
   */
  public static void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture said = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    said.addListener(
        end -> {
          if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
          }
        });
  }

  private static final class Waiting extends ChannelInboundHandlerAdapter {
    private final Duration limit;
    private final Consumer<Throwable> done;
    private Future<?> deadline;
    private boolean over;

    Waiting(Duration limit, Consumer<Throwable> done) {
      this.limit = limit;
      this.done = done;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> end(context, new IOException("no TLS handshake within " + limit)),
                  limit.toNanos(),
                  TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      deadline.cancel(false);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == TlsDetector.PLAIN) {
        end(context, null);
      } else if (event instanceof SslHandshakeCompletionEvent handshake) {
        end(context, handshake.cause());
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(context, new IOException("the connection ended during the TLS handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      end(context, failure);
    }

    /** After a failure it stays, for what else may be told about the channel. */
    private void end(ChannelHandlerContext context, Throwable failure) {
      if (over) {
        return;
      }
      over = true;
      done.accept(failure);
      if (failure == null) {
        context.pipeline().remove(this);
      } else {
        context.close();
      }
    }
  }
}
