package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.SslEarlyDataReadyEvent;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.netty.EventLoops;

class EarlyDataTest {
  private final AtomicInteger early = new AtomicInteger();

  /** What is sent so early could be sent again by somebody else. */
  @Test
  void aClientThatComesBackMayNotSendBeforeTheHandshakeIsOver() throws Exception {
    QuicFixture fixture = new QuicFixture(EventLoops.createPortable(1));
    try {
      URI uri = fixture.start(new RecordingAcceptor(), 0).iterator().next();
      QuicSslContext remembering =
          QuicSslContextBuilder.forClient()
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .applicationProtocols("clasp/2")
              .earlyData(true)
              .build();
      for (int i = 0; i < 3; i++) {
        connect(fixture, uri, remembering);
      }
      assertThat(early).hasValue(0);
    } finally {
      fixture.close();
    }
  }

  private void connect(QuicFixture fixture, URI uri, QuicSslContext context) throws Exception {
    Channel socket =
        new Bootstrap()
            .group(fixture.loops.group())
            .channel(NioDatagramChannel.class)
            .handler(
                new QuicClientCodecBuilder()
                    .sslEngineProvider(
                        channel -> context.newEngine(channel.alloc(), uri.getHost(), uri.getPort()))
                    .build())
            .bind(0)
            .sync()
            .channel();
    QuicChannel channel =
        QuicChannel.newBootstrap(socket)
            .handler(new Events())
            .streamHandler(new ChannelInboundHandlerAdapter())
            .remoteAddress(new InetSocketAddress(uri.getHost(), uri.getPort()))
            .connect()
            .get(5, TimeUnit.SECONDS);
    // The ticket for the next time comes behind the handshake.
    RawQuic.await("ticket", () -> channel.collectStats().syncUninterruptibly().getNow().recv() > 3);
    channel.close().sync();
    socket.close().sync();
  }

  private final class Events extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslEarlyDataReadyEvent) {
        early.incrementAndGet();
      }
    }
  }
}
