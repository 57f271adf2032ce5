package to.clasp.p2p.internal;

import to.clasp.p2p.RoutingMode;

/** Whether there may be one more connection to one peer. Used on the loop. */
final class Admission {
  private final Hub hub;
  private final Churn churn;

  Admission(Hub hub) {
    this.hub = hub;
    this.churn = Churn.ofOnePeer(hub.config().maxConnectionsPerMinute(), hub.loop()::nanoTime);
  }

  /** Why there may be none, or null; then it counts. */
  String refusal() {
    if (hub.mode() == RoutingMode.SERVER_ONLY) {
      return "the routing mode is SERVER_ONLY";
    } else if (!hub.links().inactiveReason().isEmpty()) {
      return hub.links().inactiveReason();
    } else if (hub.ownId() == null) {
      return "the client has no session";
    }
    return churn.tryTake() ? hub.refuseConnection() : "more than " + churn + " with one peer";
  }
}
