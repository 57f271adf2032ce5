package to.clasp.client.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import to.clasp.client.ClaspException;
import to.clasp.protocol.Hello;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;
import to.clasp.transport.Limits;

/** Tries endpoints until there is a session. What is not final is guarded by the {@link Turn}. */
final class Dialer {
  /** A session that lasted less does not make the next pause short again. */
  private static final long STABLE_NANOS = 5_000_000_000L;

  private static final int PROTOCOL_VERSION = 1;

  private final Engine engine;
  private final Turn turn;
  private final Settings settings;
  private final Connectors connectors;
  private final ConnectOptions options;
  private final List<String> reasons = new ArrayList<>();

  /** Number of the attempt under way; what comes of another one is of no interest. */
  private int attempt;

  private boolean dialing;
  private boolean everUp;
  private int index;
  private int failedRounds;
  private int pauses;
  private int lastCode;
  private Future<?> timer;

  Dialer(Engine engine, Turn turn, Settings settings, Connectors connectors) {
    this.engine = engine;
    this.turn = turn;
    this.settings = settings;
    this.connectors = connectors;
    this.options =
        new ConnectOptions(settings.connectTimeout(), Limits.LARGEST_FRAME, settings.tls());
  }

  /** Begins with the first endpoint. Holding the lock. */
  void begin() {
    index = 0;
    reasons.clear();
    dial();
  }

  private void dial() {
    int mine = ++attempt;
    dialing = true;
    URI to = settings.endpoints().get(index);
    timer = engine.laterAside(settings.connectTimeout().toNanos(), () -> timedOut(mine));
    turn.afterwards(() -> begin(mine, () -> connect(mine, to)));
  }

  /** Only the supplier of the token is code of the application. */
  private void begin(int mine, Runnable task) {
    if (!settings.asksForToken()) {
      engine.aside(task);
      return;
    }
    try {
      settings.callbacks().execute(task);
    } catch (RejectedExecutionException over) {
      turn.run(() -> failed(mine, 0, "the executor for callbacks has stopped"));
    }
  }

  /** The supplier of the token may take its time. */
  private void connect(int mine, URI to) {
    try {
      String token = settings.token() == null ? null : settings.token().get();
      String scheme = to.getScheme().toLowerCase(Locale.ROOT);
      Connector connector =
          connectors
              .forScheme(scheme)
              .orElseThrow(() -> new IllegalStateException(connectors.hint()));
      connector
          .connect(to, options, connection -> opened(mine, to, connection, token))
          .whenComplete(
              (connection, failure) -> {
                if (failure != null) {
                  turn.run(() -> failed(mine, 0, reason(failure)));
                }
              });
    } catch (RuntimeException | Error failure) {
      turn.run(() -> failed(mine, 0, reason(failure)));
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
  private ConnectionHandler opened(int mine, URI to, Connection connection, String token) {
    Session session = engine.session(connection);
    boolean wanted;
    synchronized (turn) {
      wanted = mine == attempt && dialing && engine.adopt(session, to);
    }
    session.post(
        () ->
            turn.run(
                () -> {
                  if (!wanted || session.phase() == Session.Phase.OVER) {
                    session.close(CloseReason.NORMAL);
                  } else {
                    session.send(
                        new Hello(PROTOCOL_VERSION, settings.features(), settings.name(), token));
                    session.flush();
                  }
                }));
    return session;
  }

  private void timedOut(int mine) {
    turn.run(
        () -> {
          if (mine == attempt && dialing) {
            engine.abandon();
            failed(mine, 0, "no session within " + settings.connectTimeout());
          }
        });
  }

  /** The session of this attempt has ended too early. Holding the lock. */
  void failed(int code, String reason) {
    failed(attempt, code, reason);
  }

  private void failed(int mine, int code, String reason) {
    if (mine != attempt || !dialing) {
      return;
    }
    over();
    String where = settings.endpoints().get(index) + ": ";
    // Transports name it as well.
    reasons.add(reason.startsWith(where) ? reason : where + reason);
    lastCode = code;
    if (++index < settings.endpoints().size()) {
      dial();
      return;
    }
    failedRounds++;
    String text = "cannot connect: " + String.join("; ", reasons);
    ClaspException why = new ClaspException(lastCode, text, null, null);
    int rounds = everUp ? settings.reconnect().rounds() : 1;
    if (failedRounds >= rounds) {
      engine.giveUp(why);
    } else {
      engine.failed(why);
      pause();
    }
  }

  private void over() {
    dialing = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Nothing is tried any more. Holding the lock. */
  void stop() {
    attempt++;
    over();
  }

  /** There is a session. Holding the lock. */
  void succeeded() {
    over();
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
    int mine = ++attempt;
    timer =
        engine.laterAside(
            nanos,
            () ->
                turn.run(
                    () -> {
                      if (mine == attempt) {
                        begin();
                      }
                    }));
  }
}
