package to.clasp.p2p;

/** The way that a message took. */
public enum SendResult {
  /** By the direct connection. */
  P2P,
  /** Through the router, to that peer only. */
  RELAY
}
