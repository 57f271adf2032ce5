package to.clasp.itests.p2p;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import to.clasp.client.ClaspClients;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerToPeer;

/**
 * A bundle that uses the services, as an application does. Asked with the URL of a router and the
 * id of a peer it connects, sends a message and says which way that went. Before an id, + keeps the
 * connection.
 */
public final class Insider implements BundleActivator, BiFunction<String, String, String> {
  static final String NAME = "insider";

  private BundleContext context;

  /** The bundle: this class, and whom it imports. */
  static InputStream jar() throws IOException {
    return new ByteArrayInputStream(
        TestBundle.of(NAME, Insider.class, "to.clasp.client,to.clasp.p2p"));
  }

  @Override
  public void start(BundleContext own) {
    context = own;
    own.registerService(BiFunction.class, this, new Hashtable<>());
  }

  @Override
  public void stop(BundleContext own) {
    context = null;
  }

  @Override
  public String apply(String router, String peer) {
    if (peer.startsWith("+")) {
      return use(attach(router), peer.substring(1));
    }
    try (LocalPeer local = attach(router)) {
      return use(local, peer);
    }
  }

  private LocalPeer attach(String router) {
    ClaspClients clients = context.getService(context.getServiceReference(ClaspClients.class));
    PeerToPeer peers = context.getService(context.getServiceReference(PeerToPeer.class));
    return peers.attach(clients.builder(router).connect(), P2pConfig.DEFAULT.withIceServers());
  }

  private static String use(LocalPeer local, String peer) {
    try {
      local.connect(peer).toCompletableFuture().get(30, TimeUnit.SECONDS);
      return local
          .send(peer, new byte[] {42}, true)
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS)
          .name();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
