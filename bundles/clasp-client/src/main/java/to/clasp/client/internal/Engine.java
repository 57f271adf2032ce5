package to.clasp.client.internal;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import to.clasp.client.ClaspException;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Welcome;
import to.clasp.transport.CloseReason;
import to.clasp.transport.Connection;

/**
 * One client, from its first attempt to connect to its end. What changes is guarded by the {@link
 * Turn}; what goes to a connection goes on its event loop.
 */
final class Engine {
  private static final int OWN_SESSIONS = 32;

  /** Bytes of calls that are under way at a time. */
  private static final long BUDGET = 32L << 20;

  /** Rounds of the clock without anything relayed; leaves time for a second signal. */
  private static final int QUIET_ROUNDS = 3;

  private final Settings settings;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Turn turn;
  private final Calls calls;
  private final ParamCache cache = new ParamCache();
  private final SyncClock clock = new SyncClock();
  private final SelfSignal selfSignal;
  private final Locks locks = new Locks();
  private final Listeners listeners;
  private final Subscriptions subscriptions;
  private final Announcements announcements = new Announcements();
  private final Intake intake;
  private final Dialer dialer;
  private final long callNanos;
  private final long syncNanos;
  private final Set<String> ownSessions = new LinkedHashSet<>();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<ClaspException> closed = new CompletableFuture<>();
  private int sessions;
  private Future<?> syncTimer;
  private volatile boolean over;
  private volatile Session current;
  private volatile Welcome welcome;
  private volatile URI endpoint;
  private volatile boolean up;

  Engine(
      Settings settings, Connectors connectors, ScheduledExecutorService timer, Executor workers) {
    this.settings = settings;
    this.timer = timer;
    this.workers = workers;
    Budget budget = new Budget(BUDGET);
    this.turn = new Turn(budget);
    this.calls = new Calls(this, turn, budget, settings);
    this.callNanos = settings.callDeadline().toNanos();
    this.syncNanos = settings.sync().toNanos();
    this.selfSignal = new SelfSignal(QUIET_ROUNDS * syncNanos);
    this.endpoint = settings.endpoints().get(0);
    this.listeners = new Listeners(turn, settings.callbacks());
    this.subscriptions = new Subscriptions(turn, cache, listeners);
    this.intake = new Intake(this);
    this.dialer = new Dialer(this, turn, settings, connectors);
  }

  /** Completes with the first session; exceptionally if there is none. */
  CompletableFuture<Void> connect() {
    turn.run(dialer::begin);
    return connected;
  }

  CompletableFuture<ClaspException> closed() {
    return closed;
  }

  Settings settings() {
    return settings;
  }

  Turn turn() {
    return turn;
  }

  Listeners listeners() {
    return listeners;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  ParamCache cache() {
    return cache;
  }

  SyncClock clock() {
    return clock;
  }

  SelfSignal selfSignal() {
    return selfSignal;
  }

  Locks locks() {
    return locks;
  }

  Announcements announcements() {
    return announcements;
  }

  Welcome welcome() {
    return welcome;
  }

  URI endpoint() {
    return endpoint;
  }

  boolean isUp() {
    return up;
  }

  boolean isOver() {
    return over;
  }

  Session current() {
    return current;
  }

  Calls calls() {
    return calls;
  }

  Set<String> ownSessions() {
    return ownSessions;
  }

  long nextDeadline() {
    return System.nanoTime() + callNanos;
  }

  /** Runs a short task after a while, on the thread that all clients wait for. */
  Future<?> later(long nanos, Runnable task) {
    try {
      return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs what may complete futures, on a thread that waits for no code of the application. */
  void aside(Runnable task) {
    workers.execute(task);
  }

  /** The same after a while. */
  Future<?> laterAside(long nanos, Runnable task) {
    return later(nanos, () -> aside(task));
  }

  /** Whether a call is to be written at all. Holding the lock. */
  boolean isStillWanted(Call<?> call) {
    boolean wanted = !call.over && !call.isDone();
    if (wanted && call instanceof SubscribeCall subscribe) {
      ClientSubscription subscription = subscribe.subscription;
      wanted = subscriptions.contains(subscription) && !subscription.isSentIn(current.number());
      if (wanted) {
        subscription.sent(current.number());
      }
    }
    if (!wanted) {
      turn.drop(call);
    }
    return wanted;
  }

  /** In a new session. Holding the lock, on the loop. */
  void subscribe(ClientSubscription subscription) {
    SubscribeCall call = new SubscribeCall(subscription, current.nextDeadline());
    call.whenComplete((done, failure) -> subscribed(subscription, failure));
    subscription.sent(current.number());
    current.write(call);
  }

  /** A SUBSCRIBE was answered or not. Without the lock. */
  void subscribed(ClientSubscription subscription, Throwable failure) {
    if (failure instanceof ClaspException told && told.code() != 0) {
      turn.run(
          () -> {
            if (subscription.isEstablished()) {
              listeners.failed(told);
            }
            subscriptions.remove(subscription);
          });
      subscription.ended(told);
    } else if (failure != null && over) {
      subscription.ended(null);
    }
    subscription.settle(failure);
  }

  Session session(Connection connection) {
    synchronized (turn) {
      return new Session(this, turn, connection, ++sessions, settings);
    }
  }

  /** A session that is not there yet is not wanted any more. Holding the lock. */
  void discard(Session session) {
    List<Call<?>> left = session.over();
    if (session == current) {
      current = null;
      calls.keep(left);
      if (over) {
        finish(null);
      }
    }
    session.post(() -> turn.run(() -> session.close(CloseReason.NORMAL)));
  }

  boolean receive(Session session, Message message, int bytes) {
    if (message instanceof Ping) {
      session.pong();
      return true;
    }
    return session == current
        ? intake.receive(session, message, bytes)
        : dialer.receive(session, message);
  }

  void unreadable(ProtocolException why) {
    failed(new ClaspException(0, "a frame could not be read: " + why.getMessage(), null, why));
  }

  void failed(ClaspException why) {
    listeners.failed(why);
  }

  /** Holding the lock, on the loop. */
  void welcomed(Session session, URI to, Welcome answer) {
    current = session;
    endpoint = to;
    clock.begin();
    selfSignal.begin(answer.session(), System.nanoTime());
    welcome = answer;
    ownSessions.add(answer.session());
    if (ownSessions.size() > OWN_SESSIONS) {
      ownSessions.remove(ownSessions.iterator().next());
    }
    session.welcomed(answer);
    session.send(clock.question());
    new Recovery(this, turn, session).begin();
    session.flush();
    calls.watch();
  }

  /** Everything is as it was before. Holding the lock, on the loop. */
  void up(Session session) {
    if (session != current || session.phase() != Session.Phase.RECOVERING) {
      return;
    }
    session.up();
    up = true;
    dialer.succeeded();
    syncTimer = later(syncNanos, () -> session.post(() -> turn.run(() -> sync(session))));
    if (connected.isDone()) {
      listeners.connected();
      listeners.resynced();
    }
    turn.afterwards(() -> connected.complete(null));
    turn.afterwards(calls::drain);
  }

  /** The PING also shows whether the router is still there. */
  private void sync(Session session) {
    if (session == current && session.phase() == Session.Phase.UP) {
      session.send(clock.nextRound());
      Publish signal = selfSignal.due(System.nanoTime());
      if (signal != null) {
        session.sendUnanswered(signal);
      }
      session.fence();
      session.flush();
      calls.watch();
      syncTimer = later(syncNanos, () -> session.post(() -> turn.run(() -> sync(session))));
    }
  }

  /** Gives a connection up. Holding the lock, on the loop. */
  void lose(Session session, CloseReason why, String text) {
    end(session, new IOException(text));
    session.close(why);
  }

  /** A connection has ended. From any thread; again without effect. */
  void ended(Session session, Throwable cause) {
    turn.run(() -> end(session, cause));
  }

  private void end(Session session, Throwable cause) {
    String why = cause == null ? "closed by the router" : Dialer.reason(cause);
    if (session != current) {
      dialer.ended(session, why);
      return;
    }
    current = null;
    up = false;
    calls.keep(session.over());
    if (over) {
      listeners.disconnected(new ClaspException(0, "the client was closed", null, null));
      finish(null);
    } else if (session.wasUp()) {
      syncTimer.cancel(false);
      String text = "the connection to " + endpoint + " was lost: " + why;
      listeners.disconnected(new ClaspException(0, text, null, cause));
      calls.offline();
      dialer.lost(session.upNanos(), text);
      calls.watch();
    } else {
      dialer.ended(session, why);
    }
  }

  /** No endpoint can be reached. Holding the lock. */
  void giveUp(ClaspException why) {
    if (!over) {
      over = true;
      connectedNever(why);
      finish(why);
    }
  }

  private void connectedNever(ClaspException why) {
    turn.afterwards(() -> connected.completeExceptionally(why));
  }

  /** Ends the client. From any thread; again without effect. */
  void close() {
    turn.run(
        () -> {
          if (over) {
            return;
          }
          over = true;
          connectedNever(new ClaspException(0, "the client was closed", null, null));
          Session session = current;
          if (session == null) {
            finish(null);
          } else {
            session.post(() -> turn.run(() -> farewell(session)));
          }
        });
  }

  private void farewell(Session session) {
    if (session == current) {
      if (session.phase() == Session.Phase.UP) {
        calls.writeAll(session);
      }
      String text = "the client was closed before it was answered";
      session.over().forEach(call -> turn.fail(call, 0, text, null));
      session.close(CloseReason.NORMAL);
    }
  }

  /** There is no session and will be none. Holding the lock. */
  private void finish(ClaspException why) {
    dialer.stop();
    calls.failAll();
    subscriptions.all().forEach(subscription -> turn.afterwards(() -> ended(subscription)));
    subscriptions.publishListeners().forEach(listener -> listener.mailbox().close());
    listeners.finish();
    turn.afterwards(() -> closed.complete(why));
  }

  private static void ended(ClientSubscription subscription) {
    subscription.settle(
        new ClaspException(0, "the client is closed", subscription.pattern(), null));
    subscription.ended(null);
  }
}
