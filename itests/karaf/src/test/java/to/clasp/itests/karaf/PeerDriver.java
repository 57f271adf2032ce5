package to.clasp.itests.karaf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Hashtable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.RoutingMode;

/**
 * An application in a bundle of its own, so that a refresh of what it uses does not take the tests
 * with it. Asked with the URL of a router it sends a message from one client to another, and says
 * which way it went and what arrived.
 */
public final class PeerDriver implements BundleActivator, UnaryOperator<String> {
  private BundleContext context;

  static InputStream jar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "peer-driver");
    main.putValue("Bundle-Activator", PeerDriver.class.getName());
    main.putValue("Import-Package", "org.osgi.framework,to.clasp.client,to.clasp.p2p");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String file = PeerDriver.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        InputStream code = PeerDriver.class.getClassLoader().getResourceAsStream(file)) {
      jar.putNextEntry(new JarEntry(file));
      code.transferTo(jar);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  @Override
  public void start(BundleContext own) {
    context = own;
    own.registerService(UnaryOperator.class, this, new Hashtable<>());
  }

  @Override
  public void stop(BundleContext own) {
    context = null;
  }

  @Override
  public String apply(String router) {
    PeerToPeer peers = context.getService(context.getServiceReference(PeerToPeer.class));
    ClaspClients clients = context.getService(context.getServiceReference(ClaspClients.class));
    // Direct connections need a network of their own, and are tested in one.
    P2pConfig config = P2pConfig.DEFAULT.withRoutingMode(RoutingMode.SERVER_ONLY);
    try (ClaspClient one = clients.builder(router).connect();
        ClaspClient other = clients.builder(router).connect();
        LocalPeer from = peers.attach(one, config);
        LocalPeer to = peers.attach(other, config)) {
      BlockingQueue<PeerEvent> heard = new LinkedBlockingQueue<>();
      to.listen(heard::add);
      String way =
          from.send(other.sessionId(), new byte[] {42}, true)
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS)
              .name();
      while (true) {
        PeerEvent event = heard.poll(30, TimeUnit.SECONDS);
        if (event == null || event instanceof PeerEvent.Data) {
          return way + " " + (event == null ? "nothing" : ((PeerEvent.Data) event).bytes()[0]);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
