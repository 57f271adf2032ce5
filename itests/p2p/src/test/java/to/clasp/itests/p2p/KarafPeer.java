package to.clasp.itests.p2p;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerToPeer;

/**
 * A bundle in Karaf with a peer that connects to every other one and returns what it gets. It is
 * there whenever the services are.
 */
public final class KarafPeer implements BundleActivator, Runnable {
  private static final String ROUTER = "ws://127.0.0.1:7330";

  private BundleContext context;
  private volatile boolean ended;
  private ClaspClient client;
  private PeerToPeer service;
  private LocalPeer peer;

  static byte[] jar() throws IOException {
    return TestBundle.of("karaf-peer", KarafPeer.class, "to.clasp.client,to.clasp.p2p");
  }

  @Override
  public void start(BundleContext own) {
    context = own;
    new Thread(this, "peer").start();
  }

  @Override
  public void stop(BundleContext own) {
    ended = true;
  }

  @Override
  public void run() {
    while (!ended) {
      try {
        look();
      } catch (RuntimeException notYet) {
        System.out.println("karaf-peer waits: " + notYet);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        ended = true;
      }
    }
    if (client != null) {
      client.close();
    }
  }

  private void look() {
    if (client == null) {
      ClaspClients clients = service(ClaspClients.class);
      client = clients == null ? null : clients.builder(ROUTER).connect();
    }
    PeerToPeer now = service(PeerToPeer.class);
    if (now != service) {
      service = null;
      peer = client == null || now == null ? null : now.attach(client, config());
      service = peer == null ? null : now;
      if (peer != null) {
        LocalPeer own = peer;
        peer.listen(event -> heard(own, event));
      }
    }
  }

  private static P2pConfig config() {
    return P2pConfig.DEFAULT.withIceServers();
  }

  private <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    return reference == null ? null : context.getService(reference);
  }

  private static void heard(LocalPeer peer, PeerEvent event) {
    if (event instanceof PeerEvent.PeerAnnounced) {
      peer.connect(event.peer());
    } else if (event instanceof PeerEvent.Data data) {
      peer.send(data.peer(), data.bytes(), data.reliable());
    }
  }
}
