package to.clasp.transport.quic.internal;

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
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/**
 * One open QUIC port. Its activation fails if the port cannot be opened, or if there is no native
 * library for this platform.
 */
@Component(
    service = Endpoint.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = QuicTransport.PID)
@Designate(ocd = QuicTransportConfig.class, factory = true)
public final class QuicTransport implements Endpoint {
  /** Factory PID of the configurations, one for each port. */
  public static final String PID = "to.clasp.transport.quic";

  private static final Logger LOG = LoggerFactory.getLogger(QuicTransport.class);

  private final ConnectionAcceptor acceptor;
  private final EventLoops loops;
  private final TlsContexts contexts;
  private volatile Settings settings;
  private volatile Open open;

  /** The port in use. */
  private record Open(QuicPort port, Set<URI> uris) {
    static final Open NONE = new Open(null, Set.of());
  }

  /**
   * Opens the port.
   *
   * @param config where
   * @param acceptor takes over the connections
   * @param loops run them
   * @param contexts read the certificate
   * @throws IOException if the port cannot be opened or the certificate not be read
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   * @throws IllegalStateException if there is no QUIC on this platform
   */
  @Activate
  public QuicTransport(
      QuicTransportConfig config,
      @Reference ConnectionAcceptor acceptor,
      @Reference EventLoops loops,
      @Reference TlsContexts contexts)
      throws IOException {
    this.acceptor = acceptor;
    this.loops = loops;
    this.contexts = contexts;
    this.settings = Settings.of(config);
    QuicLibrary.require();
    this.open = open(settings);
  }

  /**
   * Takes a changed configuration. Connections stay unless the port or what it proves itself with
   * has changed. A wrong configuration, or one whose port cannot be opened, is not taken:
   * everything stays as it is, and one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(QuicTransportConfig config) {
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
    Open old = open;
    if (next.port() != settings.port()) {
      open = open(next);
      close(old);
      return;
    }
    ServerContext context = new ServerContext(contexts.open(next.tls()));
    close(old);
    open = Open.NONE;
    try {
      open = open(next, context);
    } catch (IOException failure) {
      open = open(settings);
      throw failure;
    }
  }

  private Open open(Settings at) throws IOException {
    return open(at, new ServerContext(contexts.open(at.tls())));
  }

  private Open open(Settings at, ServerContext context) throws IOException {
    QuicPort port = QuicPort.open(loops, at, context, acceptor, () -> settings);
    Open opened = new Open(port, Set.of(at.uri(port.number())));
    LOG.info("port open: {}", opened.uris().iterator().next());
    return opened;
  }

  private static void close(Open old) {
    if (old != Open.NONE) {
      old.port().close();
      LOG.info("port closed: {}", old.uris().iterator().next());
    }
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
