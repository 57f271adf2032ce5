package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspClients;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pStatus;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.SendResult;

/**
 * Peers in Karaf. They speak through the router only: direct connections need a network of their
 * own, and are tested in one.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class PeerCase {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  private Relay relay;

  @Before
  public void install() throws Exception {
    relay = new Relay(context);
    relay.install(features);
    relay.install(features, "clasp-p2p");
    relay.awaitServing();
  }

  @Test
  public void peersServeAgainAfterStopStartAndUpdate() throws Exception {
    messagesArrive();
    Bundle bundle = relay.bundle("clasp-p2p");
    bundle.stop();
    bundle.start();
    messagesArrive();
    bundle.update();
    messagesArrive();
  }

  private void messagesArrive() throws Exception {
    PeerToPeer peers = service(PeerToPeer.class);
    ClaspClients clients = service(ClaspClients.class);
    P2pStatus status = peers.status();
    assertTrue(status.toString(), status.active() || status.inactiveReason().contains("libpulse"));
    String uri = relay.awaitUri().toString();
    try (ClaspClient one = clients.builder(uri).connect();
        ClaspClient other = clients.builder(uri).connect();
        LocalPeer from = peers.attach(one);
        LocalPeer to = peers.attach(other)) {
      BlockingQueue<PeerEvent> heard = new LinkedBlockingQueue<>();
      to.listen(
          event -> {
            if (event instanceof PeerEvent.Data) {
              heard.add(event);
            }
          });
      from.routingMode(RoutingMode.SERVER_ONLY);
      SendResult way =
          from.send(other.sessionId(), new byte[] {42}, true)
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      assertEquals(SendResult.RELAY, way);
      PeerEvent.Data data = (PeerEvent.Data) heard.poll(10, TimeUnit.SECONDS);
      assertEquals(one.sessionId(), data.peer());
      assertEquals(42, data.bytes()[0]);
    }
  }

  private <S> S service(Class<S> type) throws InterruptedException {
    return Waiting.untilPresent(
        type.getName(),
        () -> {
          ServiceReference<S> reference = context.getServiceReference(type);
          return java.util.Optional.ofNullable(reference).map(context::getService);
        });
  }
}
