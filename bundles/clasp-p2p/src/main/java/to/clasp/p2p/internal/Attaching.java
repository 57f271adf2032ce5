package to.clasp.p2p.internal;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pStatus;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.internal.link.ThreadLoop;
import to.clasp.p2p.internal.webrtc.WebRtc;

/** Makes peers, and holds the native library for them. */
final class Attaching implements PeerToPeer, AutoCloseable {
  private final Supplier<WebRtc> library;
  private final boolean onDemand;
  private final Map<ClaspClient, Peer> peers = new IdentityHashMap<>();
  private WebRtc webRtc;
  private P2pStatus last = new P2pStatus(false, "no peer was made", 0, 0, 0);
  private boolean closed;
  private volatile P2pConfig defaults = P2pConfig.DEFAULT;

  /**
   * Makes none yet.
   *
   * @param library loads the native library
   * @param onDemand whether only while there is a peer
   */
  Attaching(Supplier<WebRtc> library, boolean onDemand) {
    this.library = library;
    this.onDemand = onDemand;
    if (!onDemand) {
      webRtc = library.get();
    }
  }

  @Override
  public LocalPeer attach(ClaspClient client, P2pConfig config) {
    Peer peer;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the service has ended");
      } else if (peers.containsKey(client)) {
        throw new IllegalStateException("there is an open peer of this client already");
      }
      if (webRtc == null) {
        webRtc = library.get();
      }
      peer =
          new Peer(
              config,
              new ClientSignalling(client),
              new ThreadLoop("clasp-p2p " + client.sessionId()),
              webRtc,
              () -> forget(client));
      peers.put(client, peer);
    }
    try {
      peer.start();
    } catch (RuntimeException e) {
      peer.close();
      throw e;
    }
    return peer;
  }

  private synchronized void forget(ClaspClient client) {
    peers.remove(client);
    if (onDemand && peers.isEmpty()) {
      closeLibrary();
    }
  }

  private void closeLibrary() {
    if (webRtc != null) {
      webRtc.close();
      last = webRtc.status();
      webRtc = null;
    }
  }

  @Override
  public P2pConfig defaults() {
    return defaults;
  }

  void defaults(P2pConfig config) {
    defaults = config;
  }

  @Override
  public synchronized P2pStatus status() {
    return webRtc == null ? last : webRtc.status();
  }

  @Override
  public void close() {
    List<Peer> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(peers.values());
    }
    open.forEach(Peer::close);
    synchronized (this) {
      closeLibrary();
    }
  }
}
