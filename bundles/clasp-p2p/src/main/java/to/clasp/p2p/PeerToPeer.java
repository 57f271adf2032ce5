package to.clasp.p2p;

import org.osgi.annotation.versioning.ProviderType;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.internal.PlainJava;

/**
 * Makes peers of clients. An OSGi service; outside of OSGi {@link #ofProcess()} is the same.
 *
 * <p>Without the native library of WebRTC it is inactive: no direct connections, and messages go
 * through the router. {@link #status} says why.
 */
@ProviderType
public interface PeerToPeer {

  /**
   * What makes peers outside of OSGi. It holds the native library's threads until a second after
   * the last peer was closed; close every {@link LocalPeer}, else the process does not end.
   *
   * @return always the same object
   */
  static PeerToPeer ofProcess() {
    return PlainJava.peerToPeer();
  }

  /**
   * Makes a peer of a client, which announces itself at once.
   *
   * @param client a client, one peer at a time for each; it is not closed with the peer
   * @param config how to speak to others
   * @return the peer
   * @throws IllegalStateException if there is an open peer of that client already
   */
  LocalPeer attach(ClaspClient client, P2pConfig config);

  /**
   * Makes a peer of a client with the configured settings.
   *
   * @param client as in {@link #attach(ClaspClient, P2pConfig)}
   * @return the peer
   */
  default LocalPeer attach(ClaspClient client) {
    return attach(client, defaults());
  }

  /**
   * The settings for whoever states none.
   *
   * @return those of the configuration {@code to.clasp.p2p}; outside of OSGi {@link
   *     P2pConfig#DEFAULT}
   */
  P2pConfig defaults();

  /**
   * How direct connections stand in this process.
   *
   * @return the state now
   */
  P2pStatus status();
}
