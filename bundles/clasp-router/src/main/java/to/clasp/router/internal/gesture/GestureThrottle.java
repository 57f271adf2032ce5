package to.clasp.router.internal.gesture;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.router.internal.RouterTimer;
import to.clasp.router.internal.fanout.Outgoing;

/**
 * The open gestures of one session. Start, end and cancel go on at once; of the moves the first and
 * then one per interval, the newest, so that a pen that is faster than any display costs its
 * watchers no more than a display shows. The last move always goes before end and cancel.
 *
 * <p>Used by the session's loop only. It has one timer, armed while a move waits.
 */
public final class GestureThrottle {
  private record Key(String address, long id) {}

  private static final class Gesture {
    private final Publish first;
    private Outgoing waiting;
    private boolean moved;
    private long nextMove;

    Gesture(Publish first) {
      this.first = first;
    }
  }

  private final Supplier<GestureLimits> limits;
  private final LongSupplier nanos;
  private final RouterTimer timer;
  private final Executor loop;
  private final Consumer<Outgoing> forward;
  // Least recently used first: a gesture that is still moving is never the one to be given up.
  private final Map<Key, Gesture> open = new LinkedHashMap<>(16, 0.75f, true);
  private ScheduledFuture<?> armed;
  private long armedFor;

  /**
   * @param nanos a clock as {@link System#nanoTime()}
   * @param loop runs a task on the session's loop, unless the session has ended
   * @param forward gives a gesture to its subscribers
   */
  public GestureThrottle(
      Supplier<GestureLimits> limits,
      LongSupplier nanos,
      RouterTimer timer,
      Executor loop,
      Consumer<Outgoing> forward) {
    this.limits = limits;
    this.nanos = nanos;
    this.timer = timer;
    this.loop = loop;
    this.forward = forward;
  }

  /**
   * Takes a message of a gesture.
   *
   * @param message a PUBLISH
   */
  public void take(Outgoing message) {
    Publish publish = (Publish) message.message();
    Key key = new Key(publish.address(), publish.id() == null ? 0 : publish.id());
    if (publish.phase() == Phase.MOVE) {
      move(key, publish, message);
      return;
    }
    Gesture before = open.remove(key);
    if (before != null) {
      forwardWaiting(before);
    }
    if (publish.phase() == null || publish.phase() == Phase.START) {
      open(key, publish);
    }
    forward.accept(message);
  }

  private void move(Key key, Publish publish, Outgoing message) {
    Gesture known = open.get(key);
    Gesture gesture = known != null ? known : open(key, publish);
    long interval = limits.get().intervalNanos();
    long now = nanos.getAsLong();
    if (interval == 0 || !gesture.moved || now - gesture.nextMove >= 0) {
      forwardMove(gesture, message, now, interval);
    } else {
      gesture.waiting = message;
      arm(gesture.nextMove, now);
    }
  }

  private Gesture open(Key key, Publish publish) {
    if (open.size() >= limits.get().maxOpen()) {
      Iterator<Gesture> oldest = open.values().iterator();
      Gesture givenUp = oldest.next();
      oldest.remove();
      cancel(givenUp);
    }
    Gesture opened = new Gesture(publish);
    open.put(key, opened);
    return opened;
  }

  private void forwardMove(Gesture gesture, Outgoing message, long now, long interval) {
    gesture.waiting = null;
    // A timer is always a little late. Counting from when it was due keeps the rate, unless that
    // is so long ago that moves would come in a burst.
    boolean steady = gesture.moved && now - gesture.nextMove < interval;
    gesture.nextMove = (steady ? gesture.nextMove : now) + interval;
    gesture.moved = true;
    forward.accept(message);
  }

  private void forwardWaiting(Gesture gesture) {
    if (gesture.waiting != null) {
      forward.accept(gesture.waiting);
      gesture.waiting = null;
    }
  }

  private void arm(long due, long now) {
    if (armed != null) {
      if (due - armedFor >= 0) {
        return;
      }
      armed.cancel(false);
    }
    armedFor = due;
    armed =
        timer.schedule(
            () -> loop.execute(this::forwardDue), Math.max(0, due - now), TimeUnit.NANOSECONDS);
  }

  private void forwardDue() {
    armed = null;
    long interval = limits.get().intervalNanos();
    long now = nanos.getAsLong();
    for (Gesture gesture : open.values()) {
      if (gesture.waiting != null) {
        if (now - gesture.nextMove >= 0) {
          forwardMove(gesture, gesture.waiting, now, interval);
        } else {
          arm(gesture.nextMove, now);
        }
      }
    }
  }

  /** Ends every open gesture, because whoever made them is gone. */
  public void cancelAll() {
    if (armed != null) {
      armed.cancel(false);
      armed = null;
    }
    open.values().forEach(this::cancel);
    open.clear();
  }

  private void cancel(Gesture gesture) {
    forwardWaiting(gesture);
    Publish first = gesture.first;
    forward.accept(
        Outgoing.publish(
            new Publish(
                first.address(),
                SignalType.GESTURE,
                Phase.CANCEL,
                null,
                null,
                null,
                first.id(),
                null)));
  }
}
