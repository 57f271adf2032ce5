package to.clasp.itests.karaf;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Hashtable;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import to.clasp.testkit.failover.FreePort;
import to.clasp.transport.Endpoint;

/** An endpoint that a test opens, closes, stops and updates, always at the same port. */
final class ManagedEndpoint {
  /**
   * A kind of endpoint.
   *
   * @param bundle the bundle it comes from; its PID is the same with dots
   * @param uri where it is, with %d for the port
   * @param settings its configuration apart from host and port
   */
  record Kind(String bundle, String uri, Map<String, ?> settings) {
    String pid() {
      return "to." + bundle.replace('-', '.');
    }
  }

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final Kind kind;
  private final int port = FreePort.find();

  ManagedEndpoint(BundleContext context, ConfigurationAdmin configurations, Kind kind) {
    this.context = context;
    this.configurations = configurations;
    this.kind = kind;
  }

  URI uri() {
    return URI.create(kind.uri().formatted(port));
  }

  /** By a new configuration. */
  void open() throws IOException, InterruptedException {
    Hashtable<String, Object> properties = new Hashtable<>(kind.settings());
    properties.put("host", "127.0.0.1");
    properties.put("port", port);
    configuration().update(properties);
    awaitOpen();
  }

  /** By removing the configuration. */
  void close() throws IOException, InterruptedException {
    configuration().delete();
    awaitClosed();
  }

  void stopBundle() throws BundleException, InterruptedException {
    bundle().stop();
    awaitClosed();
  }

  void startBundle() throws BundleException, InterruptedException {
    bundle().start();
    awaitOpen();
  }

  void updateBundle() throws BundleException, InterruptedException {
    bundle().update();
    awaitOpen();
  }

  private Bundle bundle() {
    return new Relay(context).bundle(kind.bundle());
  }

  private Configuration configuration() throws IOException {
    return configurations.getFactoryConfiguration(kind.pid(), "swap" + port, "?");
  }

  private void awaitOpen() throws InterruptedException {
    Waiting.until(uri() + " opens", this::isOpen);
  }

  private void awaitClosed() throws InterruptedException {
    Waiting.until(uri() + " closes", () -> !isOpen());
  }

  private boolean isOpen() {
    return services(context, Endpoint.class).anyMatch(endpoint -> endpoint.uris().contains(uri()));
  }

  /** All services of a type that are there at this moment. */
  static <S> Stream<S> services(BundleContext context, Class<S> type) {
    try {
      Collection<ServiceReference<S>> references = context.getServiceReferences(type, null);
      return references.stream().map(context::getService).filter(service -> service != null);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
