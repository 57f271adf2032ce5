package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import to.clasp.client.ClaspException;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Frame;
import to.clasp.transport.Limits;

/**
 * Tries endpoints until there is a session: the next one beside those that are being tried, when
 * these take their time, and at once when one has failed. What is not final is guarded by the
 * {@link Turn}.
 */
final class Dialer {
  /** A session that lasted less does not make the next pause short again. */
  private static final long STABLE_NANOS = 5_000_000_000L;

  private static final int PROTOCOL_VERSION = 1;

  private final Engine engine;
  private final Turn turn;
  private final Settings settings;
  private final Connectors connectors;
  private final ConnectOptions options;

  /** Why each endpoint has failed in this round, in order of preference. */
  private final ClaspException[] reasons;

  /** What is left to try in this round. */
  private final NavigableSet<Integer> untried = new TreeSet<>();

  private final List<Attempt> underWay = new ArrayList<>();
  private Future<?> timer = CompletableFuture.completedFuture(null);

  /** Number of the timer that counts; one that fires too late is of no interest. */
  private int timers;

  private boolean everUp;
  private int failedRounds;
  private int pauses;

  Dialer(Engine engine, Turn turn, Settings settings, Connectors connectors) {
    this.engine = engine;
    this.turn = turn;
    this.settings = settings;
    this.connectors = connectors;
    this.reasons = new ClaspException[settings.endpoints().size()];
    this.options =
        new ConnectOptions(settings.connectTimeout(), Limits.LARGEST_FRAME, settings.tls());
  }

  /** Begins a round with the first endpoint. Holding the lock. */
  void begin() {
    for (int i = 0; i < reasons.length; i++) {
      untried.add(i);
    }
    dialNext();
  }

  /** The one that is preferred of those that are left. */
  private void dialNext() {
    stopTimer();
    if (untried.isEmpty()) {
      return;
    }
    int index = untried.pollFirst();
    Attempt attempt = new Attempt(index, settings.endpoints().get(index));
    underWay.add(attempt);
    attempt.deadline =
        engine.laterAside(
            settings.connectTimeout().toNanos(), () -> turn.run(() -> timedOut(attempt)));
    turn.afterwards(() -> begin(attempt));
  }

  /** Only the supplier of the token is code of the application. */
  private void begin(Attempt attempt) {
    if (!settings.asksForToken()) {
      engine.aside(() -> connect(attempt));
      return;
    }
    try {
      settings.callbacks().execute(() -> connect(attempt));
    } catch (RejectedExecutionException over) {
      turn.run(() -> failed(attempt, 0, "the executor for callbacks has stopped"));
    }
  }

  /** The supplier of the token may take its time. */
  private void connect(Attempt attempt) {
    try {
      String token = settings.token() == null ? null : settings.token().get();
      Frame hello =
          Frame.wrap(
              FrameCodec.encode(
                  new Hello(PROTOCOL_VERSION, settings.features(), settings.name(), token)));
      String scheme = attempt.to.getScheme().toLowerCase(Locale.ROOT);
      Connector connector =
          connectors
              .forScheme(scheme)
              .orElseThrow(() -> new IllegalStateException(connectors.hint()));
      turn.run(() -> dialNextLater(attempt));
      if (isOver(attempt)) {
        return;
      }
      connector
          .connect(attempt.to, options, connection -> opened(attempt, connection, hello))
          .whenComplete(
              (connection, failure) -> {
                if (failure != null) {
                  turn.run(() -> failed(attempt, 0, reason(failure)));
                }
              });
    } catch (RuntimeException | Error failure) {
      turn.run(() -> failed(attempt, 0, reason(failure)));
    }
  }

  /** The time that the supplier of the token takes is not that of the endpoint. */
  private void dialNextLater(Attempt attempt) {
    if (!attempt.over) {
      startTimer(settings.attemptDelay().toNanos(), this::dialNext);
    }
  }

  private boolean isOver(Attempt attempt) {
    synchronized (turn) {
      return attempt.over;
    }
  }

  static String reason(Throwable failure) {
    Throwable root = failure;
    while (root instanceof CompletionException && root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** On the executor of the connection, before anything is read. */
  private ConnectionHandler opened(Attempt attempt, Connection connection, Frame hello) {
    Session session = engine.session(connection);
    synchronized (turn) {
      attempt.session = session;
    }
    session.post(
        () ->
            turn.run(
                () -> {
                  if (attempt.over) {
                    session.close(CloseReason.NORMAL);
                  } else {
                    session.send(hello);
                    session.flush();
                  }
                }));
    return session;
  }

  /** What comes before a session is there. Holding the lock; false if it makes no sense. */
  boolean receive(Session session, Message message) {
    Attempt attempt = attempt(session);
    if (attempt == null) {
      return true;
    } else if (message instanceof Welcome welcome) {
      choose(attempt);
      engine.welcomed(session, attempt.to, welcome);
      return true;
    } else if (message instanceof ErrorMessage error) {
      attempt.refusal = error;
      return true;
    }
    return false;
  }

  /** Those that are later are ended, but may get their turn if this one comes to nothing. */
  private void choose(Attempt chosen) {
    stopTimer();
    for (Attempt other : List.copyOf(underWay)) {
      if (other != chosen) {
        drop(other);
        untried.add(other.index);
      }
    }
  }

  private void drop(Attempt attempt) {
    underWay.remove(attempt);
    attempt.end();
    if (attempt.session != null) {
      engine.discard(attempt.session);
    }
  }

  private Attempt attempt(Session session) {
    return underWay.stream().filter(one -> one.session == session).findFirst().orElse(null);
  }

  private void timedOut(Attempt attempt) {
    if (!attempt.over) {
      if (attempt.session != null) {
        engine.discard(attempt.session);
      }
      failed(attempt, 0, "no session within " + settings.connectTimeout());
    }
  }

  /** A connection has ended before the state was there. Holding the lock. */
  void ended(Session session, String why) {
    Attempt attempt = attempt(session);
    if (attempt != null) {
      ErrorMessage refusal = attempt.refusal;
      failed(
          attempt, refusal == null ? 0 : refusal.code(), refusal == null ? why : refusal.message());
    }
  }

  private void failed(Attempt attempt, int code, String reason) {
    if (attempt.over) {
      return;
    }
    underWay.remove(attempt);
    attempt.end();
    String where = attempt.to + ": ";
    // Transports name it as well.
    String text = reason.startsWith(where) ? reason : where + reason;
    reasons[attempt.index] = new ClaspException(code, text, null, null);
    if (!untried.isEmpty()) {
      dialNext();
    } else if (underWay.isEmpty()) {
      roundFailed();
    }
  }

  private void roundFailed() {
    failedRounds++;
    String text =
        Arrays.stream(reasons)
            .map(ClaspException::getMessage)
            .collect(Collectors.joining("; ", "cannot connect: ", ""));
    int code =
        Arrays.stream(reasons)
            .mapToInt(ClaspException::code)
            .filter(told -> told != 0)
            .findFirst()
            .orElse(0);
    ClaspException why = new ClaspException(code, text, null, null);
    int rounds = everUp ? settings.reconnect().rounds() : 1;
    if (failedRounds >= rounds) {
      engine.giveUp(why);
    } else {
      engine.failed(why);
      pause();
    }
  }

  private void startTimer(long nanos, Runnable task) {
    stopTimer();
    int mine = timers;
    timer =
        engine.laterAside(
            nanos,
            () ->
                turn.run(
                    () -> {
                      if (mine == timers) {
                        task.run();
                      }
                    }));
  }

  private void stopTimer() {
    timers++;
    timer.cancel(false);
  }

  /** Nothing is tried any more. Holding the lock. */
  void stop() {
    stopTimer();
    untried.clear();
    List.copyOf(underWay).forEach(this::drop);
  }

  /** The state is there. Holding the lock. */
  void succeeded() {
    underWay.forEach(Attempt::end);
    underWay.clear();
    everUp = true;
    failedRounds = 0;
  }

  /** The session has ended after that time. Holding the lock. */
  void lost(long upNanos, String why) {
    if (settings.reconnect().rounds() == 0) {
      engine.giveUp(new ClaspException(0, why, null, null));
      return;
    }
    if (upNanos >= STABLE_NANOS) {
      pauses = 0;
    }
    if (pauses == 0) {
      pauses = 1;
      begin();
    } else {
      pause();
    }
  }

  private void pause() {
    double first = settings.reconnect().first().toNanos();
    double longest = settings.reconnect().longest().toNanos();
    double full =
        Math.min(longest, first * Math.pow(settings.reconnect().factor(), Math.max(0, pauses - 1)));
    long nanos = (long) (full * ThreadLocalRandom.current().nextDouble(0.5, 1));
    pauses++;
    startTimer(nanos, this::begin);
  }
}
