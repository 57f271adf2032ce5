package to.clasp.router.internal.signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Value;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Replay;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * What peers say to each other before they are connected (protocol part 10): signals, which only
 * the session in their address gets, and announcements, of which the last of every session is kept
 * as long as the session lives. Who sends is stamped on both. Safe from any thread.
 */
final class PeerSignals {
  static final String ANNOUNCE = "/clasp/p2p/announce";
  static final String SIGNAL = "/clasp/p2p/signal/";

  private static final int MAX_ANNOUNCEMENT_BYTES = 4096;

  private final Fanout fanout;
  private final SessionTable sessions;

  /** Its monitor is held until an announcement is on its way, so that the newest comes last. */
  private final Map<Session, Outgoing> announcements = new LinkedHashMap<>();

  PeerSignals(Fanout fanout, SessionTable sessions) {
    this.fanout = fanout;
    this.sessions = sessions;
    sessions.onEnd(this::forget);
  }

  /** Whether an address is one that signals go to. */
  static boolean isDirected(String address) {
    return address.startsWith(SIGNAL) && address.indexOf('/', SIGNAL.length()) < 0;
  }

  /**
   * Finds who gets a signal.
   *
   * @throws ProtocolException if there is no such session, or it may not read the signal
   */
  Session target(Publish signal) {
    String id = signal.address().substring(SIGNAL.length());
    Session target = sessions.find(id);
    if (target == null || !target.rights().allows(Door.PEER_SIGNAL, signal.address())) {
      throw new ProtocolException(
          ErrorCode.TARGET_NOT_FOUND, "there is no session " + id, signal.address());
    }
    return target;
  }

  void direct(Session from, Publish signal) {
    Session target = target(signal);
    Outgoing outgoing = Outgoing.directed(stamped(signal, "from", from.id()));
    // Encoded here, because what does not fit a frame has to be refused to its sender.
    outgoing.frame();
    fanout.deliverTo(from.loop(), target, outgoing);
  }

  void announce(Session from, Publish announcement) {
    Outgoing outgoing = Outgoing.publish(stamped(announcement, "session_id", from.id()));
    int size = outgoing.frame().length();
    fanout.prepare(from.loop(), ANNOUNCE);
    synchronized (announcements) {
      if (announcement.value() instanceof Value.Map) {
        keep(from, outgoing, size);
      }
      fanout.deliverUnrecorded(from.loop(), Fanout.ANY_TYPE, outgoing, from);
    }
  }

  private void keep(Session from, Outgoing announcement, int size) {
    if (size > MAX_ANNOUNCEMENT_BYTES) {
      throw new ProtocolException(
          ErrorCode.INVALID_VALUE,
          "the announcement takes " + size + " bytes, at most " + MAX_ANNOUNCEMENT_BYTES,
          ANNOUNCE);
    }
    announcements.put(from, Outgoing.kept(announcement));
    if (from.isEnded()) {
      announcements.remove(from);
    }
  }

  private void forget(Session ended) {
    synchronized (announcements) {
      announcements.remove(ended);
    }
  }

  /** The same message with the sender's id in its map, whatever was there; others have no place. */
  private static Publish stamped(Publish message, String key, String sender) {
    if (!(message.value() instanceof Value.Map map)) {
      return message;
    }
    Value stamp = Value.of(sender);
    if (stamp.equals(map.entries().get(key))) {
      return message;
    }
    Map<String, Value> entries = new LinkedHashMap<>(map.entries());
    entries.put(key, stamp);
    return new Publish(
        message.address(),
        message.signal(),
        message.phase(),
        new Value.Map(entries),
        message.samples(),
        message.timestamp(),
        message.id(),
        message.rate());
  }

  /** The announcements that a new subscriber has missed. */
  List<Replay.Piece> missed(Session subscriber, Subscription subscription) {
    if (!subscription.pattern().matches(ANNOUNCE)
        || !subscriber.rights().allows(Door.CATCH_UP, ANNOUNCE)) {
      return List.of();
    }
    List<Replay.Piece> pieces = new ArrayList<>(0);
    synchronized (announcements) {
      for (Session announced : announcements.keySet()) {
        if (announced != subscriber) {
          pieces.add(to -> giveOf(announced, to));
        }
      }
    }
    return pieces;
  }

  private int giveOf(Session announced, Session to) {
    synchronized (announcements) {
      Outgoing current = announcements.get(announced);
      if (current == null) {
        return 0;
      }
      to.loop().post(to, current);
      return current.frame().length();
    }
  }
}
