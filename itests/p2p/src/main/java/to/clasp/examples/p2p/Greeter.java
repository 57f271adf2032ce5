package to.clasp.examples.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.PeerEvent.Connected;
import to.clasp.p2p.PeerEvent.ConnectionFailed;
import to.clasp.p2p.PeerEvent.Data;
import to.clasp.p2p.PeerEvent.Disconnected;
import to.clasp.p2p.PeerEvent.PeerAnnounced;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.RemotePeer;

/**
 * A peer that connects to every other one and greets it five times a second, and tells which way
 * the greetings go. Start it several times, on one or several computers, with the router's URL and
 * a name; it runs until it is ended.
 */
public final class Greeter implements AutoCloseable {
  private final String name;
  private final LocalPeer peer;
  private int count;

  private Greeter(ClaspClient client, String name) {
    this.name = name;
    // No server outside: this is for peers that can reach each other.
    this.peer =
        PeerToPeer.ofProcess()
            .attach(
                client,
                P2pConfig.DEFAULT.withIceServers().withFallback(true, Duration.ofSeconds(2)));
    peer.listen(this::heard);
  }

  /** Runs on a thread of the peer and therefore returns at once. */
  private void heard(PeerEvent event) {
    if (event instanceof PeerAnnounced announced) {
      // Both sides of a pair may do that at the same time: one connection comes of it.
      peer.connect(announced.peer());
    } else if (event instanceof Connected connected) {
      System.out.println("connected to " + connected.peer());
    } else if (event instanceof ConnectionFailed failed) {
      System.out.println("no connection to " + failed.peer() + ": " + failed.reason());
    } else if (event instanceof Disconnected gone) {
      System.out.println("disconnected from " + gone.peer() + ": " + gone.reason());
    } else if (event instanceof Data data) {
      System.out.println("received: " + new String(data.bytes(), UTF_8));
    }
  }

  private void greetAll() {
    count++;
    for (RemotePeer other : peer.peers()) {
      String text = "greeting " + count + " of " + name;
      peer.send(other.sessionId(), text.getBytes(UTF_8), true)
          .whenComplete(
              (way, failure) ->
                  System.out.println(
                      "sent " + count + " by " + (failure == null ? way : failure.getMessage())));
    }
  }

  @Override
  public void close() {
    peer.close();
  }

  /**
   * Runs until the process is ended.
   *
   * @param arguments the router's URL, such as {@code ws://192.0.2.1:7330}, and a name
   */
  public static void main(String[] arguments) throws InterruptedException {
    try (ClaspClient client = ClaspClient.connect(arguments[0]);
        Greeter greeter = new Greeter(client, arguments[1])) {
      System.out.println("session " + client.sessionId());
      while (client.isConnected()) {
        greeter.greetAll();
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }
}
