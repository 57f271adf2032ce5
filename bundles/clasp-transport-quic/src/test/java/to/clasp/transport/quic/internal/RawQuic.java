package to.clasp.transport.quic.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import to.clasp.testkit.Await;

/** A QUIC client that knows nothing of ours: bytes on streams, datagrams, closes. */
final class RawQuic implements AutoCloseable {
  private static final String ALPN = "clasp/2";
  private static final Duration IN_VAIN = Duration.ofMillis(1500);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<byte[]> datagrams = new CopyOnWriteArrayList<>();
  private final Channel socket;
  private final QuicChannel channel;
  private volatile QuicConnectionCloseEvent closed;

  private RawQuic(URI to, String alpn, Duration patience) throws Exception {
    QuicClientCodecBuilder codec =
        new QuicClientCodecBuilder()
            .sslContext(
                QuicSslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .applicationProtocols(alpn)
                    .build())
            .maxIdleTimeout(20, TimeUnit.SECONDS)
            .initialMaxData(10_000_000)
            .initialMaxStreamDataBidirectionalLocal(1_000_000)
            .datagram(1000, 1000);
    socket =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(codec.build())
            .bind(0)
            .sync()
            .channel();
    channel = handshake(to, patience);
  }

  static RawQuic connect(URI to) throws Exception {
    return new RawQuic(to, ALPN, Await.DEADLINE);
  }

  /** Connects where that is refused, or not answered: then this fails. */
  static void connectInVain(URI to) throws Exception {
    connectInVain(to, ALPN);
  }

  static void connectInVain(URI to, String alpn) throws Exception {
    new RawQuic(to, alpn, IN_VAIN).close();
  }

  private QuicChannel handshake(URI to, Duration patience) throws Exception {
    try {
      return QuicChannel.newBootstrap(socket)
          .handler(new Events())
          .streamHandler(new ChannelInboundHandlerAdapter())
          .remoteAddress(new InetSocketAddress(to.getHost(), to.getPort()))
          .connect()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception failure) {
      close();
      throw failure;
    }
  }

  Stream open() throws Exception {
    Stream stream = new Stream();
    stream.channel = channel.createStream(QuicStreamType.BIDIRECTIONAL, stream).get();
    return stream;
  }

  /** Whether it arrives is not certain. */
  void datagram(byte... bytes) {
    channel.writeAndFlush(Unpooled.copiedBuffer(bytes));
  }

  List<byte[]> datagrams() {
    return datagrams;
  }

  boolean isClosed() {
    return closed != null || !channel.isOpen();
  }

  QuicConnectionCloseEvent awaitClosed() {
    Await.until("close", () -> closed != null);
    return closed;
  }

  void close(int code) {
    channel.close(true, code, Unpooled.EMPTY_BUFFER).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
    socket.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Events extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        datagrams.add(ByteBufUtil.getBytes(bytes));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof QuicConnectionCloseEvent close) {
        closed = close;
      }
    }
  }

  /** One stream that this side has opened. */
  static final class Stream extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private volatile boolean ended;
    private volatile Throwable failure;
    private QuicStreamChannel channel;

    Stream send(byte... bytes) throws Exception {
      channel.writeAndFlush(Unpooled.copiedBuffer(bytes)).sync();
      return this;
    }

    /** Sends a last piece; this side reads on. */
    Stream finish(byte... bytes) throws Exception {
      channel.writeAndFlush(new DefaultQuicStreamFrame(Unpooled.copiedBuffer(bytes), true)).sync();
      return this;
    }

    void reset(int code) throws Exception {
      channel.shutdownOutput(code).sync();
    }

    synchronized byte[] received() {
      return received.toByteArray();
    }

    byte[] await(int length) {
      Await.until(length + " bytes", () -> received().length >= length);
      return received();
    }

    void awaitEnd() {
      Await.until("end of the stream", () -> ended);
    }

    boolean isReset() {
      return failure != null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      synchronized (this) {
        received.writeBytes(ByteBufUtil.getBytes((ByteBuf) message));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      ended = true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      failure = cause;
    }
  }
}
