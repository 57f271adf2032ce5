package to.clasp.osc.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.Authenticator;
import to.clasp.http.HttpRoute;
import to.clasp.osc.internal.edge.Edge;
import to.clasp.osc.internal.edge.OscPorts;
import to.clasp.osc.internal.edge.OscWebSocketRoute;
import to.clasp.osc.internal.edge.Settings;
import to.clasp.osc.internal.query.OscQueryRoute;
import to.clasp.osc.internal.query.WebPorts;
import to.clasp.router.Router;
import to.clasp.transport.Endpoint;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.WebSocketRoute;

/**
 * Ports for OSC. They are open while some client may come without a token, since OSC has no way to
 * show one. The activation fails if a port cannot be opened.
 */
@Component(
    service = OscEdge.class,
    property = Authenticator.WITHOUT_TOKEN + "=" + Edge.TRANSPORT,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = OscEdge.PID)
@Designate(ocd = OscConfig.class, factory = true)
public final class OscEdge {
  /** Factory PID of the configurations, one for each pair of ports. */
  public static final String PID = "to.clasp.osc";

  private static final Logger LOG = LoggerFactory.getLogger(OscEdge.class);
  private static final int BEFORE_OTHER_ROUTES = 100;

  private final BundleContext bundle;
  private final Router router;
  private final EventLoops loops;
  private final TlsContexts tls;
  private final WebPorts webPorts = new WebPorts();
  private Authenticator authenticator;
  private Settings settings;
  private OscPorts open;
  private boolean started;
  private ServiceRegistration<Endpoint> endpoint;
  private final List<ServiceRegistration<?>> routes = new ArrayList<>();

  /**
   * Nothing is open yet.
   *
   * @param config where, and how clients are treated
   * @param bundle registers what is open
   * @param router serves the clients
   * @param loops run the ports
   * @param tls what the TCP port is secured with
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public OscEdge(
      OscConfig config,
      BundleContext bundle,
      @Reference Router router,
      @Reference EventLoops loops,
      @Reference TlsContexts tls) {
    this.bundle = bundle;
    this.router = router;
    this.loops = loops;
    this.tls = tls;
    this.settings = Settings.of(config);
  }

  /** Other ports: clients of OSCQuery are told of those for WebSocket. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(!(protocol=" + Edge.TRANSPORT + "))",
      unbind = "removePort")
  void addPort(Endpoint other) {
    webPorts.add(other);
  }

  void removePort(Endpoint other) {
    webPorts.remove(other);
  }

  /** Says who the clients are. */
  @Reference(updated = "authenticatorChanged")
  synchronized void setAuthenticator(Authenticator says) {
    authenticator = says;
  }

  /** Nothing is left to do: without it, the component goes. */
  void unsetAuthenticator(Authenticator gone) {}

  /** Somebody else, or nobody any more, may come without a token. */
  synchronized void authenticatorChanged(Authenticator says) {
    authenticator = says;
    if (started) {
      openOrClose();
    }
  }

  private void openOrClose() {
    try {
      follow();
    } catch (IOException failure) {
      LOG.error("not open: {}", failure.getMessage());
    }
  }

  /** Opens the ports. */
  @Activate
  synchronized void start() throws IOException {
    follow();
    started = true;
  }

  private void follow() throws IOException {
    boolean admits = authenticator.admitsWithoutToken(Edge.TRANSPORT);
    if (admits && open == null) {
      open(settings);
    } else if (!admits) {
      closePorts();
      LOG.warn(
          "OSC port {} is not open: OSC has no login, and no network is allowed to do without"
              + " (--osc-allow)",
          settings.udp().port());
    }
  }

  private void open(Settings at) throws IOException {
    Edge edge = new Edge(router, authenticator, at);
    open = new OscPorts(loops, tls, edge);
    OscPorts ports = open;
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("protocol", Edge.TRANSPORT);
    properties.put(Endpoint.SERVICE_TYPES, serviceTypes(at));
    endpoint = bundle.registerService(Endpoint.class, ports::uris, properties);
    if (!at.queryPath().isEmpty()) {
      Dictionary<String, Object> ranking = new Hashtable<>();
      ranking.put("service.ranking", BEFORE_OTHER_ROUTES);
      HttpRoute query = new OscQueryRoute(router, edge, ports.udpPort(), webPorts);
      routes.add(bundle.registerService(HttpRoute.class, query, ranking));
      WebSocketRoute listeners = OscWebSocketRoute.ofQuery(edge);
      routes.add(bundle.registerService(WebSocketRoute.class, listeners, null));
    }
    if (!at.webSocketPath().isEmpty()) {
      WebSocketRoute clients = OscWebSocketRoute.of(edge);
      routes.add(bundle.registerService(WebSocketRoute.class, clients, null));
    }
  }

  /** Who finds OSCQuery by DNS-SD asks for the root: there is no place for a path. */
  private static String[] serviceTypes(Settings at) {
    List<String> types = new ArrayList<>(List.of("_osc._udp=osc.udp", "_osc._tcp=osc.tcp"));
    if (at.queryPath().equals("/")) {
      types.add("_oscjson._tcp=ws");
    }
    return types.toArray(String[]::new);
  }

  private void closePorts() {
    if (open == null) {
      return;
    }
    endpoint.unregister();
    routes.forEach(ServiceRegistration::unregister);
    routes.clear();
    open.close();
    open = null;
  }

  /**
   * Takes a changed configuration. Clients stay unless a host, a port, a path, broadcast or the
   * interface of multicast has changed. A wrong configuration, or one whose port cannot be opened,
   * is not taken: everything stays as it is, and one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(OscConfig config) {
    try {
      Settings next = Settings.of(config);
      if (open == null) {
        settings = next;
        follow();
      } else if (next.samePlaces(settings)) {
        open.configure(next);
        settings = next;
      } else {
        move(next);
      }
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}", failure.getMessage());
    }
  }

  private void move(Settings next) throws IOException {
    closePorts();
    try {
      open(next);
      settings = next;
    } catch (IOException failure) {
      open(settings);
      throw failure;
    }
  }

  /** Closes the ports. */
  @Deactivate
  synchronized void close() {
    closePorts();
  }
}
