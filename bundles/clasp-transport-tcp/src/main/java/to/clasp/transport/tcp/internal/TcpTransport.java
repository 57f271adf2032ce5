package to.clasp.transport.tcp.internal;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Endpoint;
import to.clasp.transport.Limits;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.MovablePort;
import to.clasp.transport.netty.NettyConnection;
import to.clasp.transport.netty.NettyListener;

/** One open TCP port. Its activation fails if the port cannot be opened. */
@Component(
    service = Endpoint.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = TcpTransport.PID)
@Designate(ocd = TcpTransportConfig.class, factory = true)
public final class TcpTransport implements Endpoint {
  /** Factory PID of the configurations, one for each port. */
  public static final String PID = "to.clasp.transport.tcp";

  private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

  private final ConnectionAcceptor acceptor;
  private final EventLoops loops;
  private final MovablePort<Settings> port;

  /** The port in use. */
  private record Open(NettyListener listener, Set<URI> uris) implements MovablePort.Open {
    @Override
    public void close() {
      listener.close();
    }
  }

  /**
   * Opens the port.
   *
   * @param config where
   * @param acceptor takes over the connections
   * @param loops run them
   * @throws IOException if the port cannot be opened
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public TcpTransport(
      TcpTransportConfig config,
      @Reference ConnectionAcceptor acceptor,
      @Reference EventLoops loops)
      throws IOException {
    this.acceptor = acceptor;
    this.loops = loops;
    this.port = new MovablePort<>(LOG, Settings.of(config), this::open);
  }

  private MovablePort.Open open(Settings at, Supplier<Settings> current) throws IOException {
    NettyListener listener =
        NettyListener.open(
            loops,
            at.address().host(),
            at.address().port(),
            channel -> accept(channel, current.get()));
    return new Open(listener, Set.of(at.address().uri(TcpConnector.SCHEME, listener.port())));
  }

  private void accept(Channel channel, Settings settings) {
    Limits limits = acceptor.limits();
    NettyConnection connection =
        TcpChannels.open(channel, limits.maxFrameBytes(), acceptor::accept);
    connection.closeWhenIdle(limits.idleTimeout());
    connection.pingEvery(settings.pingInterval());
  }

  /**
   * Takes a changed configuration. Connections stay unless host or port have changed. A wrong
   * configuration, or one whose port cannot be opened, is not taken: everything stays as it is, and
   * one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  void modified(TcpTransportConfig config) {
    try {
      port.take(Settings.of(config));
    } catch (IllegalArgumentException wrong) {
      port.refuse(wrong);
    }
  }

  @Deactivate
  void close() {
    port.close();
  }

  @Override
  public Set<URI> uris() {
    return port.uris();
  }
}
