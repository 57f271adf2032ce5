package to.clasp.transport.udp.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
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
import to.clasp.transport.netty.ChannelSet;
import to.clasp.transport.netty.Dial;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyListener;

/** Connects to UDP endpoints. */
@Component(service = Connector.class, property = "service.ranking:Integer=" + UdpConnector.RANKING)
public final class UdpConnector implements Connector {
  static final int RANKING = 100;
  static final String SCHEME = "udp";

  private final EventLoops loops;
  private final ChannelSet made = new ChannelSet();

  /**
   * A connector without any connection yet.
   *
   * @param loops run its connections
   */
  @Activate
  public UdpConnector(@Reference EventLoops loops) {
    this.loops = loops;
  }

  /** For {@link java.util.ServiceLoader}, outside of OSGi. */
  public UdpConnector() {
    this(EventLoops.ofProcess());
  }

  /** Closes its connections as going away. */
  @Deactivate
  void close() {
    made.close();
  }

  @Override
  public Set<String> schemes() {
    return Set.of(SCHEME);
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    Dial dial = new Dial(to);
    return dial.begin(
        loops,
        how,
        () ->
            new Bootstrap()
                .channel(loops.datagramChannel())
                .option(ChannelOption.ALLOCATOR, loops.allocator())
                .option(ChannelOption.RECVBUF_ALLOCATOR, UdpPort.WHOLE_DATAGRAMS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyListener.WATER_MARK)
                .handler(new UdpClient(dial, how.maxFrameBytes(), handler, made)));
  }
}
