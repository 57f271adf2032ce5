package to.clasp.transport.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import to.clasp.transport.netty.tls.internal.TlsDetector;

/** An open TCP port and the channels that were accepted on it. Safe from any thread but a loop. */
public final class NettyListener implements AutoCloseable {
  /** When a channel counts as unwritable, and as writable again, in bytes. */
  public static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  /** How long connections have when it is not said otherwise. */
  public static final Duration STOP = Duration.ofMillis(1800);

  private static final int BACKLOG = 1024;

  private final ChannelSet accepted = new ChannelSet();
  private final Consumer<Channel> setup;
  private volatile ServerTls tls;
  private Channel server;

  private NettyListener(ServerTls tls, Consumer<Channel> setup) {
    this.tls = tls;
    this.setup = setup;
  }

  /**
   * Opens a port. If it is secured, then clients with and without TLS are told apart by the first
   * byte, unless the settings allow TLS only.
   *
   * @param loops run the port and its connections
   * @param host name or address to listen on
   * @param port the port, or 0 for any that is free
   * @param tls how it is secured, or null; stays open
   * @param setup fills the pipeline of each new channel, on its event loop, before it is known
   *     whether the client speaks TLS; see {@link ChannelSecurity}
   * @return the open port
   * @throws IOException if the port cannot be opened; names host, port and reason
   */
  public static NettyListener open(
      EventLoops loops, String host, int port, ServerTls tls, Consumer<Channel> setup)
      throws IOException {
    NettyListener listener = new NettyListener(tls, setup);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, loops.allocator())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(listener.new Accept())
            .bind(new InetSocketAddress(host, port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw BindFailure.of(host, port, bound.cause());
    }
    listener.server = bound.channel();
    return listener;
  }

  /**
   * The port.
   *
   * @return the real one where 0 was asked for
   */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /**
   * Secures the port in another way. Counts for new connections.
   *
   * @param next how it is secured, or null
   */
  public void secure(ServerTls next) {
    tls = next;
  }

  /** Closes the port, as {@link #close(Duration)} with {@link #STOP}. */
  @Override
  public void close() {
    close(STOP);
  }

  /**
   * Closes the port, then the connections as going away. Returns when all are closed.
   *
   * @param drain how long peers may take what is on its way to them; then they are cut off
   */
  public void close(Duration drain) {
    server.close().awaitUninterruptibly(STOP.toNanos(), TimeUnit.NANOSECONDS);
    accepted.close(drain);
  }

  private final class Accept extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      if (!accepted.add(channel)) {
        return;
      }
      ServerTls secured = tls;
      if (secured != null) {
        TlsDetector.install(channel, secured.context(), secured.settings().tlsOnly());
      }
      setup.accept(channel);
    }
  }
}
