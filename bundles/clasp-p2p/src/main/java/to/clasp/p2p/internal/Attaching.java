package to.clasp.p2p.internal;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
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
  private final Executor afterPause;
  private final Map<ClaspClient, Peer> peers = new IdentityHashMap<>();
  private WebRtc webRtc;
  private boolean pausing;
  private boolean used;
  private P2pStatus last = new P2pStatus(false, "no peer was made", 0, 0, 0);
  private boolean closed;
  private volatile P2pConfig defaults = P2pConfig.DEFAULT;

  /**
   * One that holds the library until it is closed.
   *
   * @param library loads the native library
   */
  Attaching(Supplier<WebRtc> library) {
    this.library = library;
    this.afterPause = null;
    this.webRtc = library.get();
  }

  /**
   * One that holds the library while there is a peer, and for a pause after that: each end of the
   * library leaves threads behind.
   *
   * @param library loads the native library
   * @param afterPause runs what it is given after the pause
   */
  Attaching(Supplier<WebRtc> library, Executor afterPause) {
    this.library = library;
    this.afterPause = afterPause;
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
      used = true;
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
    if (afterPause != null && peers.isEmpty()) {
      pause();
    }
  }

  private void pause() {
    if (!pausing) {
      pausing = true;
      used = false;
      afterPause.execute(this::endUnlessUsed);
    }
  }

  private synchronized void endUnlessUsed() {
    pausing = false;
    if (!peers.isEmpty()) {
      return;
    }
    if (used) {
      pause();
    } else {
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
