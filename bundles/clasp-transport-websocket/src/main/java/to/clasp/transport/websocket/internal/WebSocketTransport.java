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
import to.clasp.transport.netty.NettyPort;
import to.clasp.transport.netty.PortSettings;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.WebSocketRoute;

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

  private static final PortSettings.Schemes SCHEMES =
      new PortSettings.Schemes("ws", "wss", Handshake.PATH);

  private final ConnectionAcceptor acceptor;
  private final NettyPort port;
  private final Routes routes = new Routes();
  private volatile Settings settings;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile HttpFallback plainHttp;

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
  public WebSocketTransport(
      WebSocketTransportConfig config,
      @Reference ConnectionAcceptor acceptor,
      @Reference EventLoops loops,
      @Reference TlsContexts contexts)
      throws IOException {
    this.acceptor = acceptor;
    this.settings = Settings.of(config);
    this.port =
        new NettyPort(
            loops,
            contexts,
            SCHEMES,
            settings.port(),
            channel -> ServerHandshake.await(channel, acceptor, settings, () -> plainHttp, routes));
    warnIfOpenToAnyPage();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeRoute")
  void addRoute(WebSocketRoute route) {
    routes.add(route);
  }

  void removeRoute(WebSocketRoute route) {
    routes.remove(route, acceptor.limits().drainTimeout());
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
      boolean sameDoor =
          next.port().equals(settings.port()) && next.origins().equals(settings.origins());
      port.change(next.port(), acceptor.limits().drainTimeout());
      settings = next;
      if (!sameDoor) {
        warnIfOpenToAnyPage();
      }
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  private void warnIfOpenToAnyPage() {
    if (settings.isOpenToAnyPage()) {
      LOG.warn("web pages of any origin may connect to {}: allowedOrigins is not set", uris());
    }
  }

  @Deactivate
  synchronized void close() {
    port.close(acceptor.limits().drainTimeout());
  }

  @Override
  public Set<URI> uris() {
    return port.uris();
  }
}
