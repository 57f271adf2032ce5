package to.clasp.router.internal.signal;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.router.internal.access.Door;
import to.clasp.router.internal.fanout.Fanout;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.Replay;
import to.clasp.router.internal.session.Session;
import to.clasp.router.internal.session.SessionTable;
import to.clasp.router.internal.subscribe.Subscription;
import to.clasp.transport.CloseReason;

/**
 * Timelines: passed on as they are, kept while they run for those who subscribe late, and played
 * where the configuration says so (protocol 8.3). Safe from any thread.
 */
final class Timelines {
  private final Fanout fanout;
  private final LongSupplier clock;
  private final Supplier<TimelineRules> rules;
  private final TimelinePlayer player;

  /** Its monitor is held until a timeline is on its way, so that the newest comes last. */
  private final TimelineStore store = new TimelineStore();

  Timelines(
      Fanout fanout,
      SessionTable sessions,
      LongSupplier clock,
      Supplier<TimelineRules> rules,
      TimelinePlayer player) {
    this.fanout = fanout;
    this.clock = clock;
    this.rules = rules;
    this.player = player;
    sessions.onEnd(this::stop);
  }

  /** Timelines outlive who leaves, but not the rights of who is sent away. */
  private void stop(Session ended) {
    if (ended.endReason() == CloseReason.POLICY) {
      synchronized (store) {
        store.cancelAllOf(ended.id());
      }
    }
  }

  /** Whether a message says something about what is kept; others are passed on only. */
  static boolean concerns(Publish message) {
    return message.signal() == SignalType.TIMELINE
        && (message.value() instanceof Value.Map || message.value() instanceof Value.Null);
  }

  /**
   * Reads the timeline of a message.
   *
   * @return null if the message ends one
   * @throws ProtocolException if it is none; the message says why
   */
  static Timeline parse(Publish message) {
    if (message.value() instanceof Value.Null) {
      return null;
    }
    try {
      return Timeline.parse(message.value());
    } catch (ProtocolException e) {
      throw new ProtocolException(e.code(), e.getMessage(), message.address());
    }
  }

  void publish(Session from, Publish message) {
    Timeline timeline = parse(message);
    Outgoing outgoing = Outgoing.publish(message);
    // Encoded here, because what does not fit a frame has to be refused to its sender.
    outgoing.frame();
    fanout.prepare(from.loop(), message.address());
    if (timeline == null) {
      synchronized (store) {
        store.cancel(message.address());
        deliver(from, outgoing);
      }
      return;
    }
    TimelineRules current = rules.get();
    long now = clock.getAsLong();
    StoredTimeline stored =
        new StoredTimeline(
            from, message, outgoing, timeline, now, current.playbackRate(message.address()));
    synchronized (store) {
      store.put(stored, current, now);
      deliver(from, outgoing);
    }
    if (stored.isPlayed()) {
      player.play(stored);
    }
  }

  private void deliver(Session from, Outgoing outgoing) {
    fanout.deliver(from.loop(), SignalType.TIMELINE.maskBit(), outgoing, from);
  }

  /** The timelines that a new subscriber has missed. */
  List<? extends Replay.Piece> missed(Session subscriber, Subscription subscription) {
    if ((subscription.types() & SignalType.TIMELINE.maskBit()) == 0) {
      return List.of();
    }
    List<String> addresses;
    synchronized (store) {
      addresses =
          store.addresses(
              address ->
                  subscription.pattern().matches(address)
                      && subscriber.rights().allows(Door.CATCH_UP, address));
    }
    if (addresses.isEmpty()) {
      return List.of();
    }
    return addresses.stream().map(address -> (Replay.Piece) to -> give(address, to)).toList();
  }

  private int give(String address, Session to) {
    synchronized (store) {
      StoredTimeline current = store.find(address, clock.getAsLong());
      if (current == null) {
        return 0;
      }
      to.loop().post(to, current.message());
      return current.bytes();
    }
  }
}
