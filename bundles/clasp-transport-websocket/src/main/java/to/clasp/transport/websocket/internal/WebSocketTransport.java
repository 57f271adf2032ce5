package to.clasp.transport.websocket.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.ConnectionAcceptor;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.HttpFallback;
import to.clasp.transport.netty.NettyListener;

/** One open WebSocket port. Its activation fails if the port cannot be opened. */
@Component(
    service = Endpoint.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = WebSocketTransport.PID)
@Designate(ocd = WebSocketTransportConfig.class, factory = true)
public final class WebSocketTransport implements Endpoint {
  /** Factory PID of the configurations, one for each port. */
  public static final String PID = "to.clasp.transport.websocket";

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketTransport.class);

  private final ConnectionAcceptor acceptor;
  private final EventLoops loops;
  private volatile Settings settings;
  private volatile Port open;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile HttpFallback plainHttp;

  /** The port in use. */
  private record Port(NettyListener listener, Set<URI> uris) {
    static final Port NONE = new Port(null, Set.of());
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
  public WebSocketTransport(
      WebSocketTransportConfig config,
      @Reference ConnectionAcceptor acceptor,
      @Reference EventLoops loops)
      throws IOException {
    this.acceptor = acceptor;
    this.loops = loops;
    this.settings = Settings.of(config);
    this.open = open(settings);
  }

  /**
   * Takes a changed configuration. Connections stay unless host or port have changed. A wrong
   * configuration, or one whose port cannot be opened, is not taken: everything stays as it is, and
   * one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(WebSocketTransportConfig config) {
    try {
      Settings next = Settings.of(config);
      if (!next.samePort(settings)) {
        rebind(next);
      }
      settings = next;
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  /** A port of another number is opened before the old one is closed. */
  private void rebind(Settings next) throws IOException {
    Port old = open;
    if (next.port() != settings.port()) {
      open = open(next);
      close(old);
      return;
    }
    close(old);
    open = Port.NONE;
    try {
      open = open(next);
    } catch (IOException failure) {
      open = open(settings);
      throw failure;
    }
  }

  private Port open(Settings at) throws IOException {
    NettyListener listener =
        NettyListener.open(
            loops,
            at.host(),
            at.port(),
            channel -> ServerHandshake.await(channel, acceptor, settings, () -> plainHttp));
    Port port = new Port(listener, Set.of(at.uri(listener.port())));
    LOG.info("port open: {}", port.uris().iterator().next());
    if (at.origins().isAny() && at.isBeyondLoopback()) {
      LOG.warn(
          "web pages of any origin may connect to {}: allowedOrigins is not set",
          port.uris().iterator().next());
    }
    return port;
  }

  private void close(Port port) {
    if (port == Port.NONE) {
      return;
    }
    port.listener().close(acceptor.limits().drainTimeout());
    LOG.info("port closed: {}", port.uris().iterator().next());
  }

  @Deactivate
  synchronized void close() {
    close(open);
  }

  @Override
  public Set<URI> uris() {
    return open.uris();
  }
}
