package to.clasp.itests.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import to.clasp.router.Router;
import to.clasp.transport.Endpoint;

/**
 * A CLASP router inside a plain Java program, in an OSGi framework of its own.
 *
 * <p>The program has clasp-protocol and clasp-api on its class path and shares their packages with
 * the bundles, so that both see the same classes: it calls the {@link Router} as if it were a plain
 * object. Everything else (router, authentication, transports, Netty) stays inside the framework,
 * where each bundle can be stopped, updated and started by itself.
 */
public final class EmbeddedRouter implements AutoCloseable {
  /** Packages on the class path of the program that the bundles shall use, too. */
  private static final String SHARED_PACKAGES =
      String.join(
          ",",
          "to.clasp.protocol;version=0.1.0",
          "to.clasp.protocol.codec;version=0.1.0",
          "to.clasp.transport;version=0.1.0",
          "to.clasp.auth;version=0.1.0",
          "to.clasp.router;version=0.1.0",
          "org.osgi.service.cm;version=1.6.1",
          "org.slf4j;version=2.0.17",
          "org.slf4j.event;version=2.0.17",
          "org.slf4j.helpers;version=2.0.17",
          "org.slf4j.spi;version=2.0.17");

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Framework framework;

  private EmbeddedRouter(Framework framework) {
    this.framework = framework;
  }

  /**
   * Starts whatever framework is on the class path, and all bundles of a folder in it.
   *
   * @param bundles folder with the jars
   * @param storage folder that the framework may write to
   * @return the router, which has no port open yet
   */
  public static EmbeddedRouter start(Path bundles, Path storage)
      throws BundleException, IOException {
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
    Framework framework =
        factory.newFramework(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                SHARED_PACKAGES));
    framework.start();
    for (Bundle bundle : install(framework.getBundleContext(), bundles)) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
    return new EmbeddedRouter(framework);
  }

  private static List<Bundle> install(BundleContext context, Path folder)
      throws BundleException, IOException {
    List<Bundle> installed = new ArrayList<>();
    try (Stream<Path> jars = Files.list(folder)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        installed.add(context.installBundle(jar.toUri().toString()));
      }
    }
    return installed;
  }

  /** Opens a WebSocket port that lets everybody in; with port 0 the system chooses one. */
  public Endpoint listen(String host, int port) throws IOException {
    ConfigurationAdmin configurations = service(ConfigurationAdmin.class);
    configurations.getConfiguration("to.clasp.auth.open", "?").update(new Hashtable<>());
    Dictionary<String, Object> listener = new Hashtable<>(Map.of("host", host, "port", port));
    configurations
        .getFactoryConfiguration("to.clasp.transport.websocket", "embedded", "?")
        .update(listener);
    return service(Endpoint.class);
  }

  /** A service of a bundle, as soon as it is there. */
  public <S> S service(Class<S> type) {
    BundleContext context = framework.getBundleContext();
    ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
    tracker.open();
    try {
      if (tracker.waitForService(DEADLINE.toMillis()) == null) {
        throw new NoSuchElementException("no " + type.getName() + " within " + DEADLINE);
      }
      // Taken once more for ourselves: the tracker gives back what it has taken.
      return context.getService(tracker.getServiceReference());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      tracker.close();
    }
  }

  /** A bundle, to stop, update or start it. */
  public Bundle bundle(String symbolicName) {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no bundle " + symbolicName));
  }

  /** Stops all bundles, and with them all sessions and ports. */
  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(DEADLINE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
