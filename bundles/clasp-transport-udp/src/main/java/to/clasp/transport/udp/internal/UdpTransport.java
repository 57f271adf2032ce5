package to.clasp.transport.udp.internal;

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

/** One open UDP port. Its activation fails if the port cannot be opened. */
@Component(
    service = Endpoint.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = UdpTransport.PID)
@Designate(ocd = UdpTransportConfig.class, factory = true)
public final class UdpTransport implements Endpoint {
  /** Factory PID of the configurations, one for each port. */
  public static final String PID = "to.clasp.transport.udp";

  private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);

  private final ConnectionAcceptor acceptor;
  private final EventLoops loops;
  private volatile Settings settings;
  private volatile UdpPort open;

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
  public UdpTransport(
      UdpTransportConfig config,
      @Reference ConnectionAcceptor acceptor,
      @Reference EventLoops loops)
      throws IOException {
    this.acceptor = acceptor;
    this.loops = loops;
    this.settings = Settings.of(config);
    this.open = open(settings);
  }

  private UdpPort open(Settings at) throws IOException {
    UdpPort opened = UdpPort.open(loops, at.address(), new UdpPeers(acceptor, () -> settings));
    LOG.info("port open: {}", opened.uri());
    return opened;
  }

  private static void close(UdpPort port) {
    if (port != null) {
      port.close();
      LOG.info("port closed: {}", port.uri());
    }
  }

  /**
   * Takes a changed configuration. Connections stay unless host or port have changed. A wrong
   * configuration, or one whose port cannot be opened, is not taken: everything stays as it is, and
   * one line of the log says so.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(UdpTransportConfig config) {
    try {
      Settings next = Settings.of(config);
      if (!next.address().equals(settings.address())) {
        move(next);
      }
      settings = next;
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
    }
  }

  /** A port of another number is opened before the old one is closed. */
  private void move(Settings next) throws IOException {
    UdpPort old = open;
    if (next.address().port() != settings.address().port()) {
      open = open(next);
      close(old);
      return;
    }
    open = null;
    close(old);
    try {
      open = open(next);
    } catch (IOException failure) {
      open = open(settings);
      throw failure;
    }
  }

  @Deactivate
  synchronized void close() {
    close(open);
    open = null;
  }

  @Override
  public Set<URI> uris() {
    UdpPort port = open;
    return port == null ? Set.of() : Set.of(port.uri());
  }
}
