package to.clasp.p2p.internal;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.PeerEvent;
import to.clasp.p2p.RoutingMode;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.link.PeerLinks;
import to.clasp.p2p.internal.wire.InboxMemory;

/** What a local peer offers to its parts. All but the loop is used on the loop only. */
interface Hub {
  P2pConfig config();

  Loop loop();

  PeerLinks links();

  /** Id of the own session, or null without one. */
  String ownId();

  RoutingMode mode();

  /** A number for a stream; none is given twice in a row. */
  int newStream();

  InboxMemory inboxMemory();

  EarlyCandidates early();

  /** What can be done here, as told to others. */
  Set<String> features();

  CompletionStage<Void> signal(String target, Signal signal);

  void emit(PeerEvent event);

  /**
   * Asks for a direct connection more.
   *
   * @return why there may be none, or null
   */
  String refuseConnection();
}
