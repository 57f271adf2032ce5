package to.clasp.router.internal.session;

import java.util.List;
import java.util.function.Consumer;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Snapshot;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.session.shape.Shaper;

/**
 * What stands between the fan-out and a session whose subscriptions have options: live messages
 * wait behind the past that is being told, then they are thinned out. Used by the session's loop
 * only, except {@link #stop}.
 */
final class Intake {
  private final Shaper shaper;
  private final Consumer<Outgoing> past;
  private final Consumer<Outgoing> live;
  private Replay replay;

  /**
   * @param past where messages of the past go
   * @param live where live messages go, the shaper's too
   */
  Intake(Shaper shaper, Consumer<Outgoing> past, Consumer<Outgoing> live) {
    this.shaper = shaper;
    this.past = past;
    this.live = live;
  }

  /**
   * Takes a live message.
   *
   * @param interest how it is thinned out, or null for not at all
   */
  void take(Outgoing message, Interest interest) {
    if (replay == null || !replay.hold(message, interest)) {
      thinOut(message, interest);
    } else if (replay.isFull()) {
      endPast();
    }
  }

  private void thinOut(Outgoing message, Interest interest) {
    if (interest != null) {
      shaper.take(message, interest);
    } else {
      shaper.before(message);
      live.accept(message);
    }
  }

  /** From now on, live messages that match wait for the past of their address. */
  void beginPast(AddressPattern pattern) {
    replay = new Replay(pattern);
  }

  /** Passes on the past of an address, then what came live meanwhile. */
  void givePast(String address, List<Outgoing> messages) {
    if (replay != null) {
      List<Replay.Held> held = replay.give(address);
      Replay.without(held, messages).forEach(message -> past.accept(Outgoing.past(message)));
      passOn(held);
    }
  }

  /** No more past is told; what waits for it goes on. */
  void endPast() {
    if (replay != null) {
      List<Replay.Held> held = replay.end();
      replay = null;
      passOn(held);
    }
  }

  private void passOn(List<Replay.Held> held) {
    held.forEach(each -> thinOut(each.message(), each.interest()));
  }

  /**
   * Sees a param of a snapshot.
   *
   * @param compare whether later values are to be compared with it
   */
  void told(Snapshot.Entry entry, boolean compare) {
    shaper.told(entry, compare);
  }

  /** Forgets what is known of the addresses of a subscription that ends. */
  void forget(AddressPattern pattern) {
    shaper.forget(pattern);
  }

  void onAlarm() {
    shaper.onAlarm();
  }

  /** Rings no more; from any thread. */
  void stop() {
    shaper.stop();
  }
}
