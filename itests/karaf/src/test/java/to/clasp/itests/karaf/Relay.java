package to.clasp.itests.karaf;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import to.clasp.transport.Endpoint;

/** The relay in the Karaf that a test runs in. */
final class Relay {
  /** The configuration of its only port for clients; after the dash, a name within the factory. */
  static final String LISTENER = "to.clasp.transport.websocket-default";

  /** The configuration of the port of the rendezvous server. */
  static final String RENDEZVOUS = "to.clasp.http.listener-rendezvous";

  private static final String FEATURE = "clasp-relay";

  private static final int ATTEMPTS = 60;

  private final BundleContext context;

  Relay(BundleContext context) {
    this.context = context;
  }

  /** Installs the feature as an operator would do it, unless an earlier test has done it. */
  void install(FeaturesService features) throws Exception {
    String version = System.getProperty("clasp.version");
    URI repository = URI.create("mvn:to.clasp/clasp-features/" + version + "/xml/features");
    whileKarafBoots(features, current -> current.addRepository(repository));
    install(features, FEATURE);
  }

  /** Installs a feature of our repository that the relay does not need. */
  void install(FeaturesService features, String feature) throws Exception {
    whileKarafBoots(
        features,
        current -> {
          if (!current.isInstalled(current.getFeature(feature))) {
            current.installFeature(feature);
          }
        });
  }

  private interface Installation {
    void with(FeaturesService features) throws Exception;
  }

  /** Karaf's own boot may still replace the service: then the one at hand takes no more work. */
  private void whileKarafBoots(FeaturesService given, Installation installation) throws Exception {
    FeaturesService current = given;
    for (int attempt = 1; ; attempt++) {
      try {
        installation.with(current);
        return;
      } catch (Exception e) {
        if (attempt == ATTEMPTS || !isRejection(e)) {
          throw e;
        }
      }
      Thread.sleep(500);
      current =
          Waiting.untilPresent(
              "the service for features",
              () ->
                  Optional.ofNullable(context.getServiceReference(FeaturesService.class))
                      .map(context::getService));
    }
  }

  private static boolean isRejection(Throwable failure) {
    return failure instanceof RejectedExecutionException
        || (failure.getCause() != null && isRejection(failure.getCause()));
  }

  Bundle bundle(String symbolicName) {
    return bundles(symbolicName)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no bundle " + symbolicName));
  }

  Stream<Bundle> bundles(String symbolicNamePrefix) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName() != null)
        .filter(bundle -> bundle.getSymbolicName().startsWith(symbolicNamePrefix));
  }

  /** Where the relay listens for WebSocket clients, as soon as it does. */
  URI awaitUri() throws InterruptedException {
    return Waiting.untilPresent("a CLASP endpoint", this::uri);
  }

  /** Returns when a client has got a session. */
  void awaitServing() throws Exception {
    Client.connect(this).close();
  }

  /** Other endpoints may be there, too, in any order. */
  Optional<URI> uri() {
    return ManagedEndpoint.services(context, Endpoint.class)
        .flatMap(endpoint -> endpoint.uris().stream())
        .filter(uri -> uri.getScheme().equals("ws"))
        .findFirst();
  }

  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
