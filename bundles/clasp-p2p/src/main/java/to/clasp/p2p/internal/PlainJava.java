package to.clasp.p2p.internal;

import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.internal.webrtc.WebRtc;

/** What makes peers where there is no OSGi framework: holds the library while a peer is open. */
public final class PlainJava {
  private static final Attaching INSTANCE = new Attaching(WebRtc::new, true);

  private PlainJava() {}

  /**
   * The one of this process.
   *
   * @return always the same
   */
  public static PeerToPeer peerToPeer() {
    INSTANCE.defaults(P2pConfig.DEFAULT);
    return INSTANCE;
  }
}
