package to.clasp.itests.swap;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.ReconnectPolicy;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.ErrorCode;
import to.clasp.testkit.failover.FailoverClient;
import to.clasp.testkit.failover.FleetClient;
import to.clasp.testkit.failover.Tally;

/**
 * The client that applications use, in a fleet. It sends nothing again by itself: that is what the
 * client does, so each value must have the revision of its number. All happens on one clock.
 */
final class ClaspFleetClient implements FleetClient {
  private static final ReconnectPolicy QUICKLY =
      new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(160), 2, Integer.MAX_VALUE);
  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 40;

  private final ScheduledExecutorService clock;
  private final String address;
  private final ClaspClient clasp;
  private final Map<String, Long> seen = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private boolean writing = true;
  private boolean closed;
  private int sessions = 1;
  private String lastFailure = "";
  private int waiting;
  private long made;
  private long acknowledged;
  private long revision;
  private long received;

  ClaspFleetClient(ScheduledExecutorService clock, FailoverClient.Plan plan) {
    this.clock = clock;
    this.address = plan.address();
    ClaspBuilder builder =
        ClaspClient.builder(plan.uris().stream().map(URI::toString).toArray(String[]::new));
    clasp =
        builder
            .name(address)
            .tls(plan.tls())
            .reconnect(QUICKLY)
            .connectTimeout(ATTEMPT)
            .callDeadline(plan.deadline())
            .callbacks(clock)
            .connect();
    clasp.onConnect(() -> sessions++);
    clasp.onDisconnect(why -> lastFailure = why.getMessage());
    clasp.onError(this::error);
    clasp.subscribe(plan.pattern(), SubscriptionOptions.ALL, this::take).ready().join();
    later(this::write, Math.floorMod(address.hashCode(), PAUSE_MILLIS));
  }

  /** That endpoints end and cannot be reached is what the test is about. */
  private void error(ClaspException error) {
    boolean goodbye = error.code() == ErrorCode.SERVICE_UNAVAILABLE.code();
    if (!goodbye && !error.getMessage().startsWith("cannot connect")) {
      problems.add("told to onError: " + error.getMessage());
    }
  }

  private void take(Received param) {
    received++;
    Long before = seen.put(param.address(), param.revision());
    if (before != null && param.revision() <= before) {
      problems.add(param.address() + " came with " + param.revision() + " after " + before);
    }
  }

  private void write() {
    while (writing && !closed && waiting < FailoverClient.WINDOW) {
      long value = ++made;
      waiting++;
      clasp.set(address, value).whenCompleteAsync((told, why) -> done(value, told, why), clock);
    }
    if (!closed) {
      later(this::write, PAUSE_MILLIS);
    }
  }

  private void done(long value, Long told, Throwable failure) {
    waiting--;
    if (failure != null) {
      if (!closed) {
        problems.add("value " + value + ": " + failure.getMessage());
      }
      return;
    }
    if (value != acknowledged + 1) {
      problems.add("value " + value + " was confirmed after " + acknowledged);
    }
    acknowledged = value;
    // 0: a newer one showed that it was done.
    revision = told == 0 ? value : told;
  }

  private void later(Runnable task, long millis) {
    clock.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void setWriting(boolean on) {
    clock.execute(() -> writing = on);
  }

  @Override
  public CompletionStage<Tally> tally() {
    return CompletableFuture.supplyAsync(this::makeTally, clock);
  }

  private Tally makeTally() {
    return new Tally(
        address,
        clasp.isConnected() ? clasp.endpoint() : null,
        sessions,
        lastFailure,
        waiting,
        acknowledged,
        revision,
        0,
        revision - acknowledged,
        received,
        Map.copyOf(seen),
        List.copyOf(problems));
  }

  @Override
  public void close() {
    clock.execute(() -> closed = true);
    clasp.close();
  }
}
