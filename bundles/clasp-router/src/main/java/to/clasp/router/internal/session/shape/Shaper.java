package to.clasp.router.internal.session.shape;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Value;
import to.clasp.router.internal.fanout.Interest;
import to.clasp.router.internal.fanout.Outgoing;
import to.clasp.router.internal.fanout.Shape;

/**
 * Thins out what one session is sent, as its subscriptions ask: by rate, by difference, by
 * gathering samples. What it holds back is sent when its time comes, and never behind anything
 * newer of its address. Where its bounds are reached it holds back less. Used by the session's loop
 * only, except {@link #stop}.
 */
public final class Shaper {
  /** What may wait; beyond, it is sent at once. */
  static final int MAX_WAITING_BYTES = 1 << 20;

  private final Consumer<Outgoing> way;
  private final Agenda agenda;
  private final LongSupplier nanos;
  private final IntSupplier maxLanes;
  private final Map<Lane.Key, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true);
  private long lanesMade;
  private int waitingBytes;

  /**
   * @param way where messages go out
   * @param nanos a clock that never steps
   * @param maxLanes how many addresses are known at a time; the one used last goes last
   */
  Shaper(Consumer<Outgoing> way, Alarm alarm, LongSupplier nanos, IntSupplier maxLanes) {
    this.way = way;
    this.agenda = new Agenda(alarm);
    this.nanos = nanos;
    this.maxLanes = maxLanes;
  }

  /** Takes a message, which goes out now, later, as part of another, or not at all. */
  public void take(Outgoing message, Interest interest) {
    Shape shape = interest.shapeOf(message);
    if (shape == null || isLockNews(message)) {
      before(message);
      way.accept(message);
      return;
    }
    Lane lane = lane(Lane.Key.of(message));
    lane.shape = shape;
    long now = nanos.getAsLong();
    if (shape.windowNanos() > 0 && isGathered(message)) {
      gather(lane, message, now);
    } else {
      throttle(lane, message, now);
    }
  }

  /** Who holds a lock is news whatever the value is. */
  private static boolean isLockNews(Outgoing message) {
    return message.message() instanceof Set set && (set.lock() || set.unlock());
  }

  private static boolean isGathered(Outgoing message) {
    return message.message() instanceof Publish publish && Gathering.countOf(publish) > 0;
  }

  /**
   * Sees a message that goes out untouched right after: what waits of its address goes before it,
   * or nowhere if the message takes its place.
   */
  public void before(Outgoing message) {
    if (message.message() instanceof Snapshot snapshot) {
      snapshot.entries().forEach(entry -> told(entry, false));
      return;
    }
    Lane.Key key = Lane.Key.of(message);
    Lane lane = key == null ? null : lanes.get(key);
    if (lane == null) {
      return;
    }
    if (message.kind() == Outgoing.Kind.PARAM) {
      drop(lane);
    } else {
      release(lane, nanos.getAsLong());
    }
    lane.tell(Lane.valueOf(message));
    lane.sent(nanos.getAsLong());
  }

  /**
   * Sees a param that is told in a snapshot.
   *
   * @param compare whether later values are to be compared with it
   */
  public void told(Snapshot.Entry entry, boolean compare) {
    Lane.Key key = Lane.Key.ofParam(entry.address());
    Lane lane = compare ? lane(key) : lanes.get(key);
    if (lane != null) {
      drop(lane);
      lane.tell(entry.value());
    }
  }

  /** Forgets the addresses of a subscription that ends; what waits is sent. */
  public void forget(AddressPattern pattern) {
    long now = nanos.getAsLong();
    for (Iterator<Lane> all = lanes.values().iterator(); all.hasNext(); ) {
      Lane lane = all.next();
      if (pattern.matches(lane.key().address())) {
        all.remove();
        release(lane, now);
      }
    }
  }

  /** Sends what is due. */
  public void onAlarm() {
    long now = nanos.getAsLong();
    for (Lane lane = agenda.due(now); lane != null; lane = agenda.due(now)) {
      release(lane, now);
    }
    agenda.rearm(now);
  }

  /** Rings no more; from any thread. */
  public void stop() {
    agenda.stop();
  }

  private void throttle(Lane lane, Outgoing message, long now) {
    if (lane.gathering != null || lane.waiting != null && !mayReplace(lane)) {
      release(lane, now);
    }
    long nextAt = lane.nextAt(now);
    if (nextAt - now > 0) {
      await(lane, message, nextAt, now);
      return;
    }
    drop(lane);
    if (!lane.isNear(Lane.valueOf(message))) {
      send(lane, message, now);
    }
  }

  /** Where no rate is asked for any more, only a param may be left out for a newer one. */
  private static boolean mayReplace(Lane lane) {
    return lane.shape.intervalNanos() > 0 || lane.key().kind() == Lane.Kind.PARAM;
  }

  private void await(Lane lane, Outgoing message, long dueAt, long now) {
    drop(lane);
    lane.waiting = message;
    lane.dueAt = dueAt;
    waits(lane, now);
  }

  private void gather(Lane lane, Outgoing message, long now) {
    Publish publish = (Publish) message.message();
    Value value = publish.value();
    if (lane.isNear(value)) {
      if (lane.gathering != null) {
        lane.gathering.leftOut();
      }
      return;
    }
    if (lane.waiting != null || lane.gathering != null && !lane.gathering.takes(publish)) {
      release(lane, now);
    }
    if (lane.gathering == null) {
      long nextAt = lane.nextAt(now);
      long end = now + lane.shape.windowNanos();
      lane.dueAt = end - nextAt > 0 ? end : nextAt;
      lane.gathering = new Gathering(publish);
    } else {
      settle(lane);
    }
    lane.gathering.add(publish);
    lane.tell(value);
    waits(lane, now);
    if (lane.gathering != null && lane.gathering.isFull()) {
      release(lane, now);
    }
  }

  private void waits(Lane lane, long now) {
    waitingBytes += lane.waitingBytes();
    agenda.add(lane, now);
    if (waitingBytes > MAX_WAITING_BYTES) {
      release(lane, now);
    }
  }

  /** Takes a lane out of what waits, before what waits in it changes. */
  private void settle(Lane lane) {
    if (!lane.isIdle()) {
      agenda.remove(lane);
      waitingBytes -= lane.waitingBytes();
    }
  }

  private void drop(Lane lane) {
    settle(lane);
    lane.waiting = null;
    lane.gathering = null;
  }

  /** Sends what waits in a lane, unless that is a value too near to the last one. */
  private void release(Lane lane, long now) {
    Outgoing waiting = lane.waiting;
    Gathering gathering = lane.gathering;
    drop(lane);
    if (gathering != null) {
      lane.sent(now);
      way.accept(Outgoing.publish(gathering.toPublish()));
    }
    if (waiting != null && !lane.isNear(Lane.valueOf(waiting))) {
      send(lane, waiting, now);
    }
  }

  private void send(Lane lane, Outgoing message, long now) {
    lane.sent(now);
    lane.tell(Lane.valueOf(message));
    way.accept(message);
  }

  private Lane lane(Lane.Key key) {
    Lane lane = lanes.get(key);
    if (lane == null) {
      lane = new Lane(key, lanesMade++);
      makeRoom();
      lanes.put(key, lane);
    }
    return lane;
  }

  private void makeRoom() {
    for (int surplus = lanes.size() - maxLanes.getAsInt(); surplus >= 0; surplus--) {
      Iterator<Lane> oldestFirst = lanes.values().iterator();
      if (!oldestFirst.hasNext()) {
        return;
      }
      Lane oldest = oldestFirst.next();
      oldestFirst.remove();
      release(oldest, nanos.getAsLong());
    }
  }
}
