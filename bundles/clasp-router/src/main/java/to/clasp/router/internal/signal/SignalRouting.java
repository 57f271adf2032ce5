package to.clasp.router.internal.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.session.Replay;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionDriver;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * Messages that do more than go to the subscribers of their address: signals and announcements of
 * peers, and timelines. Safe from any thread.
 */
public final class SignalRouting {
  private static final String PEERS = "/clasp/p2p/";

  private final PeerSignals peers;
  private final Timelines timelines;

  /**
   * @param clock the time in µs since 1970-01-01 UTC
   * @param rules asked for each timeline
   */
  public SignalRouting(
      Fanout fanout,
      SessionTable sessions,
      LongSupplier clock,
      Supplier<TimelineRules> rules,
      TimelinePlayer player) {
    this.peers = new PeerSignals(fanout, sessions);
    this.timelines = new Timelines(fanout, sessions, clock, rules, player);
  }

  /**
   * Routes a message, if it is such a one. Its address is valid, and its sender may write it.
   *
   * @return false if the message has still to be given to the subscribers of its address
   * @throws ProtocolException if it is refused; nothing has happened then
   */
  public boolean route(Session from, Publish message) {
    if (message.address().startsWith(PEERS)) {
      if (PeerSignals.isDirected(message.address())) {
        peers.direct(from, message);
        return true;
      } else if (message.address().equals(PeerSignals.ANNOUNCE)) {
        peers.announce(from, message);
        return true;
      }
    }
    if (Timelines.concerns(message)) {
      timelines.publish(from, message);
      return true;
    }
    return false;
  }

  /** Whether {@link #route} does more with a message than to give it to its subscribers. */
  public static boolean concerns(Publish message) {
    String address = message.address();
    return PeerSignals.isDirected(address)
        || address.equals(PeerSignals.ANNOUNCE)
        || Timelines.concerns(message);
  }

  /**
   * Checks what can be known before a message is routed.
   *
   * @throws ProtocolException if {@link #route} would refuse it now
   */
  public void check(Publish message) {
    if (PeerSignals.isDirected(message.address())) {
      peers.target(message);
    } else if (!message.address().equals(PeerSignals.ANNOUNCE) && Timelines.concerns(message)) {
      Timelines.parse(message);
    }
  }

  /**
   * Checks that an address can be that of a param: a signal must not be kept, nor told to others.
   *
   * @throws ProtocolException if not
   */
  public static void requireParamAddress(String address) {
    if (address.startsWith(PEERS)
        && (PeerSignals.isDirected(address) || address.equals(PeerSignals.ANNOUNCE))) {
      throw new ProtocolException(
          ErrorCode.INVALID_ADDRESS,
          "address " + address + " is for signals between peers, not for params",
          address);
    }
  }

  /** Tells a new subscriber, behind its snapshot, what it has missed and still holds. */
  public void catchUp(SessionDriver subscriber, Subscription subscription) {
    List<Replay.Piece> pieces = new ArrayList<>(peers.missed(subscriber.session(), subscription));
    pieces.addAll(timelines.missed(subscriber.session(), subscription));
    if (!pieces.isEmpty()) {
      subscriber.giveBehindSnapshot(new Replay(pieces));
    }
  }
}
