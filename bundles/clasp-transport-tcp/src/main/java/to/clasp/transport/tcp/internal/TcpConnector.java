package to.clasp.transport.tcp.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.netty.Dial;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** Connects to TCP endpoints. */
@Component(service = Connector.class, property = "service.ranking:Integer=100")
public final class TcpConnector implements Connector {
  static final String SCHEME = "tcp";

  private final EventLoops loops;

  /**
   * A connector without any connection yet.
   *
   * @param loops run its connections
   */
  @Activate
  public TcpConnector(@Reference EventLoops loops) {
    this.loops = loops;
  }

  @Override
  public Set<String> schemes() {
    return Set.of(SCHEME);
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    Dial dial = new Dial(to);
    Bootstrap bootstrap =
        new Bootstrap()
            .channel(loops.clientChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
            .handler(new Connected(dial, how.maxFrameBytes(), handler));
    return dial.begin(loops, how, bootstrap);
  }

  /** Waits until the channel is connected. */
  private static final class Connected extends ChannelInboundHandlerAdapter {
    private final Dial dial;
    private final int maxFrameBytes;
    private final Function<Connection, ConnectionHandler> handler;

    Connected(Dial dial, int maxFrameBytes, Function<Connection, ConnectionHandler> handler) {
      this.dial = dial;
      this.maxFrameBytes = maxFrameBytes;
      this.handler = handler;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.pipeline().remove(this);
      if (!dial.isOver()) {
        dial.succeed(TcpChannels.open(context.channel(), maxFrameBytes, handler));
      }
    }
  }
}
