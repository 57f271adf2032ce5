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
import to.clasp.transport.netty.PortSettings;
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
  private static final PortSettings.Schemes SCHEMES =
      new PortSettings.Schemes(QuicConnector.SCHEME, QuicConnector.SCHEME, "");

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
    this.open = open(settings, secured(settings));
  }

  /**
   * Takes a changed configuration. Connections stay unless host or port have changed. A wrong
   * configuration, or one whose port cannot be opened, is not taken: everything stays as it is, and
   * one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(QuicTransportConfig config) {
    try {
      Settings next = Settings.of(config);
      if (open == Open.NONE || !next.address().equals(settings.address())) {
        change(next, secured(next));
      }
      settings = next;
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  private ServerContext secured(Settings at) throws IOException {
    return ServerContext.open(contexts, at.address().tls());
  }

  /** A port of another number is opened before the old one is closed. */
  private void change(Settings next, ServerContext context) throws IOException {
    Open old = open;
    if (old == Open.NONE) {
      open = open(next, context);
    } else if (next.address().samePlace(settings.address())) {
      old.port().secure(context);
    } else if (next.address().port() != settings.address().port()) {
      open = open(next, context);
      close(old);
    } else {
      close(old);
      open = Open.NONE;
      openElseReopen(next, context);
    }
  }

  private void openElseReopen(Settings next, ServerContext context) throws IOException {
    try {
      open = open(next, context);
    } catch (IOException failure) {
      try {
        open = open(settings, secured(settings));
      } catch (IOException lost) {
        failure.addSuppressed(lost);
      }
      throw failure;
    }
  }

  private Open open(Settings at, ServerContext context) throws IOException {
    QuicPort port = QuicPort.open(loops, at, context, acceptor, () -> settings);
    Open opened = new Open(port, at.address().uris(SCHEMES, port.number()));
    LOG.info("port open: {}", opened.uris().iterator().next());
    return opened;
  }

  private void close(Open old) {
    if (old != Open.NONE) {
      old.port().close(acceptor.limits().drainTimeout());
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
