package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundles in Felix: they connect, and connect again after each change of a bundle. */
class OsgiIT {
  private static final String SHARED =
      "org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17,"
          + "org.slf4j.helpers;version=2.0.17,org.slf4j.spi;version=2.0.17";

  @TempDir Path storage;
  private Nodes nodes;
  private Framework framework;

  @BeforeEach
  void start() throws Exception {
    nodes = new Nodes();
    framework =
        new org.apache.felix.framework.FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    SHARED));
    framework.start();
    BundleContext context = framework.getBundleContext();
    try (Stream<Path> jars = Files.list(Path.of("target/bundles"))) {
      for (Path jar : jars.sorted().toList()) {
        context.installBundle(jar.toUri().toString());
      }
    }
    context.installBundle(Insider.NAME, Insider.jar());
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
  }

  @AfterEach
  void end() throws Exception {
    if (framework != null) {
      framework.stop();
      framework.waitForStop(20_000);
    }
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void peersConnectAgainAfterStopStartUpdateAndReloadOfTheLibrary() throws Exception {
    Node outside = nodes.join();
    assertThat(connects(outside)).isEqualTo("P2P");

    Bundle p2p = bundle("clasp-p2p");
    assertThat(keepsConnection(outside)).isEqualTo("P2P");
    p2p.stop();
    Node.await("the connection has ended", () -> outside.peer().peers().isEmpty());
    p2p.start();
    assertThat(connects(outside)).isEqualTo("P2P");

    assertThat(keepsConnection(outside)).isEqualTo("P2P");
    p2p.update();
    refresh();
    assertThat(connects(outside)).isEqualTo("P2P");

    assertThat(keepsConnection(outside)).isEqualTo("P2P");
    bundle("clasp-webrtc").update();
    refresh();
    assertThat(connects(outside)).isEqualTo("P2P");
  }

  private void refresh() throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1);
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            null,
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    assertThat(refreshed.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private String connects(Node outside) throws InterruptedException {
    return use(outside.id());
  }

  /** The connection is open until the bundle ends it. */
  private String keepsConnection(Node outside) throws InterruptedException {
    return use("+" + outside.id());
  }

  @SuppressWarnings("unchecked")
  private String use(String peer) throws InterruptedException {
    BundleContext context = framework.getBundleContext();
    for (String name : new String[] {"BiFunction", "PeerToPeer", "ClaspClients"}) {
      Node.await(name, () -> registered(name));
    }
    ServiceReference<?> insider = context.getServiceReference(BiFunction.class);
    BiFunction<String, String, String> service =
        (BiFunction<String, String, String>) context.getService(insider);
    return service.apply(nodes.relay().uri().toString(), peer);
  }

  private boolean registered(String name) {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(bundle -> bundle.getRegisteredServices() != null)
        .flatMap(bundle -> Stream.of(bundle.getRegisteredServices()))
        .flatMap(service -> Stream.of((String[]) service.getProperty(Constants.OBJECTCLASS)))
        .anyMatch(type -> type.endsWith("." + name));
  }

  private Bundle bundle(String name) {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }
}
