package to.clasp.client.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import to.clasp.transport.CloseReason;

/**
 * The calls of a client that are not on a connection, and the deadlines of all. What changes is
 * guarded by the {@link Turn}, except the outbox.
 */
final class Calls {
  /** A peer that leaves more calls without an answer is no router. */
  private static final int MOST_UNANSWERED = 200_000;

  /** The same in memory. */
  static final long MOST_UNANSWERED_BYTES = 64L << 20;

  private static final long SHORTEST_TICK = 5_000_000L;
  private static final long LONGEST_TICK = 250_000_000L;

  private final Engine engine;
  private final Turn turn;
  private final Budget budget;
  private final long callNanos;
  private final String late;
  private final Runnable drain = this::drain;
  private final Outbox outbox = new Outbox();
  private final Deque<Call<?>> waiting = new ArrayDeque<>();
  private List<SetCall> unconfirmed = new ArrayList<>();
  private final Map<String, Long> acknowledged = new HashMap<>();
  private boolean tickDue;

  Calls(Engine engine, Turn turn, Budget budget, Settings settings) {
    this.engine = engine;
    this.turn = turn;
    this.budget = budget;
    this.callNanos = settings.callDeadline().toNanos();
    this.late = "not answered within " + settings.callDeadline();
  }

  /** Takes a call; it completes in any case. From any thread. */
  <T> Call<T> submit(Call<T> call) {
    Session session = engine.current();
    boolean onLoop = session != null && session.isOnLoop();
    if (!budget.acquire(call.cost(), onLoop ? 0 : callNanos)) {
      String text = "no room, because too much waits for the network or for answers";
      turn.run(() -> turn.fail(call, 0, text, null));
      return call;
    }
    call.budgeted = true;
    if (outbox.add(call)) {
      wake();
    }
    return call;
  }

  private void wake() {
    Session session = engine.current();
    if (session != null) {
      session.post(drain);
    } else {
      engine.aside(drain);
    }
  }

  /** Sends what waits, or fails what cannot wait. Without the lock. */
  void drain() {
    Session session = engine.current();
    if (session != null && !session.isOnLoop()) {
      session.post(drain);
      return;
    }
    turn.run(() -> drain(session));
  }

  private void drain(Session session) {
    boolean more = false;
    outbox.drainTo(waiting);
    if (engine.isOver()) {
      failIfLast(session);
    } else if (session != engine.current()) {
      turn.afterwards(drain);
    } else if (session == null) {
      failWaiting("there is no connection", true);
    } else if (session.phase() == Session.Phase.UP) {
      more = session.writeFrom(waiting);
    }
    watch();
    if (more) {
      session.post(drain);
    }
  }

  /** As long as there is a session, what waits still goes out at its end. */
  private void failIfLast(Session session) {
    if (session == null) {
      failWaiting("the client is closed", false);
    }
  }

  private void failWaiting(String why, boolean onlyImpatient) {
    waiting.removeIf(
        call -> {
          boolean fails = !onlyImpatient || !call.waitsForConnection();
          if (fails) {
            turn.fail(call, 0, why, null);
          }
          return fails;
        });
  }

  /** The connection was lost. Holding the lock. */
  void offline() {
    outbox.drainTo(waiting);
    failWaiting("there is no connection", true);
  }

  /** The client is closed. Holding the lock. */
  void failAll() {
    outbox.drainTo(waiting);
    String why = "the client is closed";
    failWaiting(why, false);
    unconfirmed.forEach(call -> turn.fail(call, 0, why, null));
    unconfirmed.clear();
  }

  /** Writes all that waits, whether or not the peer keeps up. Holding the lock, on the loop. */
  void writeAll(Session session) {
    outbox.drainTo(waiting);
    for (Call<?> call = waiting.pollFirst(); call != null; call = waiting.pollFirst()) {
      if (engine.isStillWanted(call)) {
        session.write(call);
      }
    }
    session.flush();
  }

  /** In the order in which they were called. Holding the lock. */
  List<SetCall> unconfirmed() {
    return unconfirmed;
  }

  /** The same, and forgets them. Holding the lock. */
  List<SetCall> takeUnconfirmed() {
    List<SetCall> taken = unconfirmed;
    unconfirmed = new ArrayList<>();
    taken.removeIf(call -> call.over);
    return taken;
  }

  /**
   * Keeps what was on a connection that is lost: SETs will be looked at. What takes effect only
   * once may have done so and is not repeated. Holding the lock.
   */
  void keep(List<Call<?>> calls) {
    List<Call<?>> again = new ArrayList<>();
    for (Call<?> call : calls) {
      if (call instanceof SetCall set && set.isBudgeted()) {
        set.knownRevision = acknowledged.getOrDefault(set.address, 0L);
        unconfirmed.add(set);
      } else if (call instanceof SubscribeCall || call.isBudgeted() && call.waitsForConnection()) {
        again.add(0, call);
      } else {
        String text = "the connection was lost before it was answered; it may have taken effect";
        turn.fail(call, 0, text, null);
      }
    }
    again.forEach(waiting::addFirst);
    acknowledged.clear();
  }

  /**
   * Remembers the revision of the last confirmed SET, which shows after a loss whether later ones
   * had arrived. Holding the lock.
   */
  void acknowledged(String address, long revision) {
    if (acknowledged.size() >= ParamCache.MOST) {
      acknowledged.clear();
    }
    acknowledged.put(address, revision);
  }

  /** Has deadlines looked at, while there is something that could be late. Holding the lock. */
  void watch() {
    Session session = engine.current();
    boolean nothing =
        waiting.isEmpty()
            && unconfirmed.isEmpty()
            && (session == null || session.pending().size() == 0);
    if (!tickDue && !nothing) {
      tickDue = true;
      long period = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, callNanos / 4));
      engine.later(period, () -> turn.run(this::tick, engine::aside));
    }
  }

  /** Neither on the loop nor on the executor for callbacks: the application may hold them up. */
  private void tick() {
    tickDue = false;
    long now = System.nanoTime();
    Session session = engine.current();
    String offline = late + ", because there was no connection";
    outbox.drainTo(waiting);
    waiting.removeIf(call -> expired(call, now, session == null ? offline : late));
    unconfirmed.removeIf(call -> expired(call, now, offline));
    if (session != null) {
      tick(session, now);
    }
    if (!waiting.isEmpty()) {
      turn.afterwards(drain);
    }
    watch();
  }

  private boolean expired(Call<?> call, long now, String why) {
    if (call.deadline - now > 0) {
      return call.over;
    }
    turn.fail(call, 0, why, null);
    return true;
  }

  private void tick(Session session, long now) {
    int count = session.pending().expire(now, late);
    boolean silent = count > 0 && session.silentNanos(now) >= callNanos;
    boolean ignored =
        session.pending().size() > MOST_UNANSWERED
            || session.pending().lateBytes() > MOST_UNANSWERED_BYTES;
    if (silent || ignored) {
      String text = silent ? "the router is silent" : "the router leaves calls without an answer";
      session.post(() -> turn.run(() -> engine.lose(session, CloseReason.NORMAL, text)));
    } else if (session.pending().needsFence(now, callNanos)) {
      session.post(() -> turn.run(() -> askAgain(session)));
    }
  }

  /** A PING can have been dropped because there was too much. */
  private void askAgain(Session session) {
    if (session == engine.current() && session.phase() != Session.Phase.OVER) {
      session.pending().asksAgain();
      session.fence();
      session.flush();
    }
  }
}
