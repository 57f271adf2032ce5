package to.clasp.p2p.internal.link;

import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pException;

/** Makes direct connections. */
public interface PeerLinks {
  /**
   * Why none can be made.
   *
   * @return the reason, or an empty text if they can
   */
  String inactiveReason();

  /**
   * A new link.
   *
   * @param config servers and ports
   * @param loop where it is used
   * @param listener hears of it there
   * @return the link, not begun
   * @throws P2pException if none can be made
   */
  PeerLink open(P2pConfig config, Loop loop, PeerLink.Listener listener);
}
