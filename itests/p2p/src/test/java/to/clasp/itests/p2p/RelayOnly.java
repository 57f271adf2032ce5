package to.clasp.itests.p2p;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerToPeer;

/** Two peers that try everything, for a process in which WebRTC cannot be loaded. */
final class RelayOnly {
  private RelayOnly() {}

  public static void main(String[] arguments) throws Exception {
    PeerToPeer peerToPeer = PeerToPeer.ofProcess();
    P2pConfig config = P2pConfig.DEFAULT.withIceServers();
    try (ClaspClient one = ClaspClient.connect(arguments[0]);
        ClaspClient other = ClaspClient.connect(arguments[0]);
        LocalPeer from = peerToPeer.attach(one, config);
        LocalPeer to = peerToPeer.attach(other, config)) {
      CountDownLatch arrived = new CountDownLatch(1);
      to.listen(
          event -> {
            if (event instanceof PeerEvent.Data) {
              arrived.countDown();
            }
          });
      System.out.println("active " + peerToPeer.status().active());
      System.out.println("reason " + peerToPeer.status().inactiveReason());
      from.connect(other.sessionId())
          .whenComplete((done, failure) -> System.out.println("connect " + failure));
      while (from.peers().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      System.out.println(
          "sent by "
              + from.send(other.sessionId(), new byte[100_000], true)
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS));
      System.out.println("arrived " + arrived.await(30, TimeUnit.SECONDS));
    }
    // Else a second later: so long the library is kept for the next peer.
    System.exit(0);
  }
}
