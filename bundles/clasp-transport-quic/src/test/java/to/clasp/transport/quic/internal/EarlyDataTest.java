package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.SslEarlyDataReadyEvent;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.transport.netty.EventLoops;

class EarlyDataTest {
  private final AtomicInteger early = new AtomicInteger();
  private final RecordingAcceptor acceptor = new RecordingAcceptor();

  /** What is sent so early could be sent again by somebody else. */
  @Test
  void aClientThatComesBackMayNotSendBeforeTheHandshakeIsOver() throws Exception {
    QuicFixture fixture = new QuicFixture(EventLoops.createPortable(1));
    try {
      URI uri = fixture.start(acceptor, 0).iterator().next();
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
                    .initialMaxData(100_000)
                    .initialMaxStreamDataBidirectionalLocal(100_000)
                    .sslEngineProvider(
                        channel -> context.newEngine(channel.alloc(), uri.getHost(), uri.getPort()))
                    .build())
            .bind(0)
            .sync()
            .channel();
    try {
      QuicChannel channel =
          QuicChannel.newBootstrap(socket)
              .handler(new Events())
              .streamHandler(new ChannelInboundHandlerAdapter())
              .remoteAddress(new InetSocketAddress(uri.getHost(), uri.getPort()))
              .connect()
              .get(20, TimeUnit.SECONDS);
      exchange(channel);
      channel.close().sync();
    } finally {
      socket.close().sync();
    }
  }

  /** The ticket for the next time has come before the answer. */
  private void exchange(QuicChannel channel) throws Exception {
    int before = acceptor.handlers().size();
    CountDownLatch answered = new CountDownLatch(1);
    channel
        .createStream(QuicStreamType.BIDIRECTIONAL, new Answered(answered))
        .get(20, TimeUnit.SECONDS)
        .writeAndFlush(Unpooled.copiedBuffer(Frames.filled(1, 1)));
    acceptor.awaitHandler(before).awaitFrames(1);
    acceptor.awaitHandler(before).send(Frames.filled(1, 1));
    assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static final class Answered extends ChannelInboundHandlerAdapter {
    private final CountDownLatch answered;

    Answered(CountDownLatch answered) {
      this.answered = answered;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      answered.countDown();
    }
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
