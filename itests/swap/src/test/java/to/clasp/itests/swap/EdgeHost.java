package to.clasp.itests.swap;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import to.clasp.itests.embedding.EmbeddedRouter;
import to.clasp.testkit.failover.FreePort;

/** A framework with a router, a WebSocket port, and the bundles of all edges. */
final class EdgeHost implements AutoCloseable {
  private static final String MARKER = "itests.marker";
  private static final String OPEN = "to.clasp.auth.open";
  private static final Pattern KEY = Pattern.compile("<AD id=\"([^\"]+)\"");

  private final EmbeddedRouter embedded;
  private final URI web = URI.create("http://127.0.0.1:" + FreePort.find() + "/");
  private final LinkedBlockingQueue<String> taken = new LinkedBlockingQueue<>();

  EdgeHost(Path storage) throws Exception {
    embedded = EmbeddedRouter.start(Path.of("target/bundles"), storage);
    ConfigurationListener listener = this::configurationTaken;
    context().registerService(ConfigurationListener.class, listener, null);
    configure(OPEN, Map.of());
    Map<String, Object> port = Map.of("host", "127.0.0.1", "port", web.getPort());
    configure("to.clasp.transport.websocket~edges", port);
  }

  private void configurationTaken(ConfigurationEvent event) {
    if (event.getPid().equals(MARKER)) {
      taken.add(event.getPid());
    }
  }

  BundleContext context() {
    return embedded.bundle("org.apache.felix.framework").getBundleContext();
  }

  Bundle bundle(String name) {
    return embedded.bundle(name);
  }

  /** Else bundles that import from it keep what it was before an update. */
  void refresh(Bundle updated) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            done.countDown();
          }
        };
    context().getBundle().adapt(FrameworkWiring.class).refreshBundles(List.of(updated), listener);
    if (!done.await(LiveClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IOException("not refreshed: " + updated);
    }
  }

  Witness witness() {
    return new Witness(embedded);
  }

  /** Where HTTP is served, beside WebSocket. */
  URI web() {
    return web;
  }

  /** Changes a configuration; returns when its component has got it. */
  void configure(String pid, Map<String, Object> properties) throws Exception {
    configuration(pid).update(new Hashtable<>(properties));
    awaitTaken();
  }

  /** Deletes a configuration; returns when its component has gone. */
  void delete(String pid) throws Exception {
    configuration(pid).delete();
    awaitTaken();
  }

  /** In the place of open, which is ignored beside it. */
  void letIn(boolean everybody) throws Exception {
    if (everybody) {
      configure(OPEN, Map.of());
    } else {
      delete(OPEN);
    }
  }

  private Configuration configuration(String pid) throws IOException {
    ConfigurationAdmin admin = embedded.service(ConfigurationAdmin.class);
    int dash = pid.indexOf('~');
    return dash < 0
        ? admin.getConfiguration(pid, "?")
        : admin.getFactoryConfiguration(pid.substring(0, dash), pid.substring(dash + 1), "?");
  }

  /** Changes are told one after the other: when the last is told, all before it are done. */
  private void awaitTaken() throws Exception {
    Configuration marker = embedded.service(ConfigurationAdmin.class).getConfiguration(MARKER, "?");
    taken.clear();
    marker.update(new Hashtable<>(Map.of("at", System.nanoTime())));
    if (taken.poll(LiveClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS) == null) {
      throw new IOException("no news of configurations");
    }
  }

  /** The keys that a configuration of a bundle has, as its metatype tells them. */
  Set<String> keys(String bundle, String type) throws IOException {
    String file = "OSGI-INF/metatype/" + type + ".xml";
    try (InputStream in = bundle(bundle).getEntry(file).openStream()) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return KEY.matcher(text)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Override
  public void close() throws BundleException {
    embedded.close();
  }
}
