package to.clasp.transport.tcp.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.ClientTls;
import to.clasp.transport.netty.Dial;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** Connects to TCP endpoints, secured or not. */
@Component(service = Connector.class, property = "service.ranking:Integer=" + TcpConnector.RANKING)
public final class TcpConnector implements Connector {
  static final int RANKING = 100;
  static final String PLAIN = "tcp";
  static final String SECURED = "tcps";

  private final EventLoops loops;
  private final ClientTls tls = new ClientTls();
  private final ChannelSet made = new ChannelSet();

  /**
   * A connector without any connection yet.
   *
   * @param loops run its connections
   */
  @Activate
  public TcpConnector(@Reference EventLoops loops) {
    this.loops = loops;
  }

  /** For {@link java.util.ServiceLoader}, outside of OSGi. */
  public TcpConnector() {
    this(EventLoops.ofProcess());
  }

  /** Closes its connections as going away. */
  @Deactivate
  void close() {
    made.close();
  }

  @Override
  public Set<String> schemes() {
    return Set.of(PLAIN, SECURED);
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    Dial dial = new Dial(to);
    return dial.begin(loops, how, () -> bootstrap(to, how, new Connected(dial, how, handler)));
  }

  private Bootstrap bootstrap(URI to, ConnectOptions how, Connected last) {
    SslContext context = SECURED.equalsIgnoreCase(to.getScheme()) ? context(how) : null;
    return new Bootstrap()
        .channel(loops.clientChannel())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, loops.allocator())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (!made.add(channel)) {
                  return;
                }
                if (context != null) {
                  ClientTls.install(channel, context, to);
                }
                channel.pipeline().addLast(last);
              }
            });
  }

  private SslContext context(ConnectOptions how) {
    try {
      return tls.context(how.tls());
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** Waits until the channel is connected, and secured if it has to be. */
  private static final class Connected extends ChannelInboundHandlerAdapter {
    private final Dial dial;
    private final ConnectOptions how;
    private final Function<Connection, ConnectionHandler> handler;

    Connected(Dial dial, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
      this.dial = dial;
      this.how = how;
      this.handler = handler;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      Channel channel = context.channel();
      channel.pipeline().remove(this);
      ChannelSecurity.whenReady(channel, how.timeout(), failure -> ready(channel, failure));
    }

    private void ready(Channel channel, Throwable failure) {
      dial.fail(failure);
      if (!dial.isOver()) {
        dial.succeed(TcpChannels.open(channel, how.maxFrameBytes(), handler));
      }
    }
  }
}
