package to.clasp.transport.tcp.internal;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
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
import to.clasp.transport.netty.ChannelSecurity;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.NettyConnection;
import to.clasp.transport.netty.NettyPort;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsContexts;

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

  private static final PortSettings.Schemes SCHEMES =
      new PortSettings.Schemes(TcpConnector.PLAIN, TcpConnector.SECURED, "");

  private final NettyPort port;
  private volatile Settings settings;

  /**
   * Opens the port.
   *
   * @param config where
   * @param acceptor takes over the connections
   * @param loops run them
   * @param contexts hold what the port is secured with
   * @throws IOException if the port cannot be opened, or a file of TLS is wrong
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public TcpTransport(
      TcpTransportConfig config,
      @Reference ConnectionAcceptor acceptor,
      @Reference EventLoops loops,
      @Reference TlsContexts contexts)
      throws IOException {
    this.settings = Settings.of(config);
    this.port =
        new NettyPort(
            loops, contexts, SCHEMES, settings.port(), channel -> accept(channel, acceptor));
  }

  private void accept(Channel channel, ConnectionAcceptor acceptor) {
    Limits limits = acceptor.limits();
    ChannelSecurity.whenReady(
        channel,
        limits.handshakeTimeout(),
        failure -> {
          if (failure == null) {
            NettyConnection connection =
                TcpChannels.open(channel, limits.maxFrameBytes(), acceptor::accept);
            connection.closeWhenIdle(limits.idleTimeout());
            connection.pingEvery(settings.pingInterval());
          }
        });
  }

  /**
   * Takes a changed configuration. Connections stay unless host or port have changed. A wrong
   * configuration, or one whose port cannot be opened, is not taken: everything stays as it is, and
   * one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(TcpTransportConfig config) {
    try {
      Settings next = Settings.of(config);
      port.change(next.port());
      settings = next;
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  @Deactivate
  synchronized void close() {
    port.close();
  }

  @Override
  public Set<URI> uris() {
    return port.uris();
  }
}
