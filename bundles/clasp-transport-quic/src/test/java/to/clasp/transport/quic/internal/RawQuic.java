package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A QUIC client that knows nothing of ours: bytes on streams, datagrams, closes. */
final class RawQuic implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<byte[]> datagrams = new CopyOnWriteArrayList<>();
  private final Channel socket;
  private final QuicChannel channel;
  private volatile QuicConnectionCloseEvent closed;

  private RawQuic(URI to, String alpn) throws Exception {
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
    channel = handshake(to);
  }

  static RawQuic connect(URI to) throws Exception {
    return connect(to, "clasp/2");
  }

  static RawQuic connect(URI to, String alpn) throws Exception {
    return new RawQuic(to, alpn);
  }

  private QuicChannel handshake(URI to) throws Exception {
    try {
      return QuicChannel.newBootstrap(socket)
          .handler(new Events())
          .streamHandler(new ChannelInboundHandlerAdapter())
          .remoteAddress(new InetSocketAddress(to.getHost(), to.getPort()))
          .connect()
          .get(3, TimeUnit.SECONDS);
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
    await("close", () -> closed != null);
    return closed;
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("no " + what + " in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
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
      RawQuic.await(length + " bytes", () -> received().length >= length);
      return received();
    }

    void awaitEnd() {
      RawQuic.await("end of the stream", () -> ended);
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
