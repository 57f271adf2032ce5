package to.clasp.router.internal.session;

import java.util.List;
import java.util.function.Consumer;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Loop;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.shape.Shaper;
import to.clasp.router.internal.session.shape.Shaping;
import to.clasp.router.internal.subscribe.Subscription;

/**
 * What stands between the fan-out and a session's peer: live messages wait behind the past that is
 * being told, are thinned out as the subscriptions ask, and are merged with snapshots. Used by the
 * session's loop only, except {@link #stop}.
 */
final class Intake {
  private final Loop loop;
  private final Shaping shaping;
  private final Consumer<Outgoing> way;
  private final Consumer<Throwable> onFailure;
  private final SnapshotMerge merge;
  private HeldBack heldBack;
  private boolean compareSnapshot;
  private volatile Shaper shaper;

  /**
   * @param shaping makes what thins out, once it is needed
   * @param way where everything goes out
   * @param onFailure told why what was held back could not be sent
   */
  Intake(Loop loop, Shaping shaping, Consumer<Outgoing> way, Consumer<Throwable> onFailure) {
    this.loop = loop;
    this.shaping = shaping;
    this.way = way;
    this.onFailure = onFailure;
    this.merge = new SnapshotMerge(way);
  }

  /** A snapshot begins, until {@link #endSnapshot}. */
  void beginSnapshot() {
    merge.begin();
    heldBack = null;
    compareSnapshot = false;
  }

  /** The snapshot that has begun is given to a new subscription, as its options ask. */
  void beginSnapshotOf(Subscription subscription, boolean pastIsKept) {
    compareSnapshot = subscription.interest().comparesParams();
    if (compareSnapshot) {
      shaper();
    }
    if (pastIsKept && subscription.wantsPast()) {
      heldBack = new HeldBack(subscription.pattern());
    }
  }

  /** Whether a snapshot has begun and its end has not been handed over. */
  boolean isGivingSnapshot() {
    return merge.isGiving();
  }

  void endSnapshot(boolean evenIfEmpty) {
    merge.sendGathered();
    endPast();
    merge.end(evenIfEmpty);
  }

  void takeSnapshot(Snapshot.Entry entry) {
    if (heldBack != null) {
      passOn(heldBack.give(entry.address()));
    }
    if (!merge.isKnown(entry)) {
      if (shaper != null) {
        shaper.told(entry, compareSnapshot);
      }
      merge.add(entry);
    }
  }

  /** Passes on the past of an address, then what came live meanwhile. */
  void takePast(String address, List<Outgoing> past) {
    if (heldBack != null) {
      List<HeldBack.Held> held = heldBack.give(address);
      HeldBack.without(held, past).forEach(message -> way.accept(Outgoing.past(message)));
      passOn(held);
    }
  }

  /**
   * Takes a live message.
   *
   * @param interest how it is thinned out, or null for not at all
   */
  void take(Outgoing message, Interest interest) {
    if (heldBack == null || !heldBack.hold(message, interest)) {
      thinOut(message, interest);
    } else if (heldBack.isFull()) {
      endPast();
    }
  }

  /** No more past is told; what waits for it goes on. */
  private void endPast() {
    if (heldBack != null) {
      List<HeldBack.Held> held = heldBack.end();
      heldBack = null;
      passOn(held);
    }
  }

  private void passOn(List<HeldBack.Held> held) {
    held.forEach(each -> thinOut(each.message(), each.interest()));
  }

  private void thinOut(Outgoing message, Interest interest) {
    if (interest != null) {
      shaper().take(message, interest);
      return;
    }
    if (shaper != null) {
      shaper.before(message);
    }
    pass(message);
  }

  private void pass(Outgoing message) {
    merge.live(message);
  }

  private Shaper shaper() {
    if (shaper == null) {
      shaper = shaping.create(loop, this::pass, this::onAlarm);
    }
    return shaper;
  }

  private void onAlarm() {
    try {
      shaper.onAlarm();
    } catch (Throwable e) {
      onFailure.accept(e);
    }
  }

  /**
   * A subscription has ended: what waits of its addresses is sent, all else about them forgotten.
   */
  void forget(Subscription subscription) {
    if (shaper != null) {
      shaper.forget(subscription.pattern());
    }
  }

  /** Nothing that waits is sent any more; from any thread. */
  void stop() {
    if (shaper != null) {
      shaper.stop();
    }
  }
}
