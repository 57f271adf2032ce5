package to.clasp.p2p;

/** Which way messages go. */
public enum RoutingMode {
  /** Through the router only. No direct connection is made, and offers of others are refused. */
  SERVER_ONLY,
  /** By a direct connection only; without one a send fails and says why. */
  P2P_ONLY,
  /** By the direct connection while there is one, else through the router. The default. */
  PREFER_P2P
}
