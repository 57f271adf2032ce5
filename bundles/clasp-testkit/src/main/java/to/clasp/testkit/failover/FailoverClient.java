package to.clasp.testkit.failover;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.Connector;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsOptions;

/**
 * A client for tests that is not bound to one endpoint. It writes the values 1, 2, 3, … to a param
 * of its own and subscribes to others. When its connection ends it tries its URIs in turn, and
 * sends again, in order, what has got no ACK.
 *
 * <p>Everything about a client runs on the clock it was given, which must have one thread.
 */
public final class FailoverClient implements FleetClient {
  /** Most SETs without an ACK. */
  public static final int WINDOW = 2;

  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 40;
  private static final long FIRST_BACK_OFF_MILLIS = 10;
  private static final int LONGEST_BACK_OFF = 4;

  /**
   * What a client does.
   *
   * @param address the param that it writes
   * @param pattern what it subscribes to
   * @param uris where to connect, tried in turn
   * @param deadline longest time without a session that is no problem
   * @param tls what it trusts
   */
  public record Plan(
      String address, String pattern, List<URI> uris, Duration deadline, TlsOptions tls) {
    /** Copies the list. */
    public Plan {
      uris = List.copyOf(uris);
    }
  }

  private final Supplier<? extends Collection<? extends Connector>> connectors;
  private final ScheduledExecutorService clock;
  private final Plan plan;
  private final ConnectOptions options;
  private final Ledger ledger = new Ledger();
  private final Sightings sightings = new Sightings();
  private final List<String> problems = new ArrayList<>();
  private final Link.Listener listener = new Events();
  private Link link;
  private boolean inSession;
  private boolean writing = true;
  private boolean closed;
  private int sessions;
  private int attempts;
  private int dialled;
  private int uri;
  private long lostAt = System.nanoTime();
  private String lastFailure = "";

  /**
   * A client that begins at once.
   *
   * @param connectors the connectors of the moment; asked at each attempt
   * @param clock runs the client; one thread, which several clients may share
   * @param plan what to do
   */
  public FailoverClient(
      Supplier<? extends Collection<? extends Connector>> connectors,
      ScheduledExecutorService clock,
      Plan plan) {
    this.connectors = connectors;
    this.clock = clock;
    this.plan = plan;
    this.options = new ConnectOptions(ATTEMPT, Limits.LARGEST_FRAME, plan.tls());
    post(this::connect);
    later(this::write, Math.floorMod(plan.address().hashCode(), PAUSE_MILLIS));
  }

  @Override
  public void setWriting(boolean on) {
    post(() -> writing = on);
  }

  /** Completes on the clock. */
  @Override
  public CompletionStage<Tally> tally() {
    return CompletableFuture.supplyAsync(this::makeTally, clock);
  }

  private Tally makeTally() {
    List<String> all = new ArrayList<>(problems);
    all.addAll(ledger.problems());
    all.addAll(sightings.problems());
    return new Tally(
        plan.address(),
        inSession ? currentUri() : null,
        sessions,
        lastFailure,
        ledger.waiting(),
        ledger.acknowledged(),
        ledger.revision(),
        ledger.resent(),
        ledger.doubled(),
        sightings.values(),
        sightings.newest(),
        List.copyOf(all));
  }

  private URI currentUri() {
    return plan.uris().get(Math.floorMod(uri, plan.uris().size()));
  }

  private void connect() {
    if (closed) {
      return;
    }
    if (System.nanoTime() - lostAt > plan.deadline().toNanos()) {
      problem("no session within " + plan.deadline() + "; the last attempt: " + lastFailure);
      return;
    }
    int number = dialled;
    dial(currentUri())
        .whenComplete((connection, failure) -> post(() -> failedIfSo(number, failure)));
  }

  private CompletionStage<Connection> dial(URI to) {
    return connectors.get().stream()
        .filter(connector -> connector.schemes().contains(to.getScheme()))
        .findFirst()
        .map(connector -> connector.connect(to, options, this::open))
        .orElseGet(() -> CompletableFuture.failedFuture(new IOException(to + ": no connector")));
  }

  /** On the executor of the connection, before anything is read. */
  private Link open(Connection connection) {
    Link opened = new Link(connection, listener);
    post(() -> opened(opened));
    return opened;
  }

  private void opened(Link opened) {
    if (closed || link != null) {
      opened.close();
      return;
    }
    link = opened;
    opened.send(List.of(new Hello(1, Features.ALL, plan.address(), null)));
    later(() -> expectSession(opened), ATTEMPT.toMillis());
  }

  private void expectSession(Link of) {
    if (link == of && !inSession) {
      of.close();
      lost(of, new IOException("no WELCOME within " + ATTEMPT));
    }
  }

  /** A failure after the connection was opened is told by its end. */
  private void failedIfSo(int number, Throwable failure) {
    if (failure != null && link == null && number == dialled) {
      tryNext(String.valueOf(failure.getMessage()));
    }
  }

  private void tryNext(String why) {
    lastFailure = why;
    uri++;
    dialled++;
    attempts++;
    int rounds = attempts / plan.uris().size();
    boolean roundIsOver = attempts % plan.uris().size() == 0;
    long backOff = FIRST_BACK_OFF_MILLIS << Math.min(rounds, LONGEST_BACK_OFF);
    later(this::connect, roundIsOver ? backOff : 0);
  }

  private void lost(Link lost, Throwable cause) {
    if (link != lost) {
      return;
    }
    link = null;
    ledger.connectionLost();
    if (inSession) {
      lostAt = System.nanoTime();
      attempts = 0;
    }
    inSession = false;
    if (!closed) {
      tryNext(currentUri() + " ended: " + cause);
    }
  }

  private void take(Link from, List<Message> batch) {
    if (link == from) {
      batch.forEach(this::take);
    }
  }

  private void take(Message message) {
    if (message instanceof Welcome) {
      welcome();
    } else if (message instanceof Ack ack && plan.address().equals(ack.address())) {
      ledger.acknowledged(ack.revision());
    } else if (message instanceof Set set) {
      sightings.live(set.address(), set.revision());
    } else if (message instanceof Snapshot snapshot) {
      snapshot.entries().forEach(entry -> sightings.kept(entry.address(), entry.revision()));
    } else if (message instanceof ErrorMessage error && !isGoodbye(error)) {
      problem("ERROR " + error.code() + ": " + error.message());
    }
  }

  private static boolean isGoodbye(ErrorMessage error) {
    return error.code() == ErrorCode.SERVICE_UNAVAILABLE.code();
  }

  private void welcome() {
    inSession = true;
    sessions++;
    List<Message> first = new ArrayList<>();
    first.add(new Subscribe(1, plan.pattern(), Features.NONE, SubscribeOptions.NONE));
    ledger.again().forEach(value -> first.add(set(value)));
    link.send(first);
  }

  private void write() {
    List<Message> sets = new ArrayList<>();
    while (writing && inSession && !closed && ledger.waiting() < WINDOW) {
      sets.add(set(ledger.next()));
    }
    if (!sets.isEmpty()) {
      link.send(sets);
    }
    later(this::write, PAUSE_MILLIS);
  }

  private Message set(long value) {
    return Set.of(plan.address(), Value.of(value));
  }

  private void problem(String text) {
    problems.add(text);
  }

  private void post(Runnable task) {
    later(task, 0);
  }

  private void later(Runnable task, long millis) {
    try {
      clock.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException over) {
      // the test has ended
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      problem(failure.toString());
    }
  }

  @Override
  public void close() {
    post(
        () -> {
          closed = true;
          if (link != null) {
            link.close();
          }
        });
  }

  /** Brings what happens on a connection to the clock. */
  private final class Events implements Link.Listener {
    @Override
    public void received(Link from, List<Message> batch) {
      post(() -> take(from, batch));
    }

    @Override
    public void closed(Link gone, Throwable cause) {
      post(() -> lost(gone, cause));
    }
  }
}
