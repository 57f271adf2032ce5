package to.clasp.testkit.failover;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import to.clasp.protocol.Value;
import to.clasp.transport.Connector;
import to.clasp.transport.TlsOptions;

/**
 * Many clients, {@link FailoverClient}s if nothing else is said, that write and read at the same
 * time while a test stops and starts endpoints, and the account of what they all did. Clients come
 * in groups of ten: each sees what its group writes. For one test thread.
 */
public final class Fleet implements AutoCloseable {
  /** What every address begins with; the router has nothing else below. */
  public static final String ROOT = "/fleet";

  /** How long a client may be without a session, and how long any wait may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final int GROUP = 10;

  /**
   * A param as the router keeps it.
   *
   * @param value its value
   * @param revision its revision
   */
  public record Kept(Value value, long revision) {}

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fleet");
            thread.setDaemon(true);
            return thread;
          });
  private final List<? extends FleetClient> clients;

  /**
   * Clients that begin at once.
   *
   * @param size how many
   * @param connectors the connectors of the moment
   * @param uris where they connect, tried in turn
   * @param tls what they trust
   */
  public Fleet(
      int size,
      Supplier<? extends Collection<? extends Connector>> connectors,
      List<URI> uris,
      TlsOptions tls) {
    clients =
        IntStream.range(0, size)
            .mapToObj(number -> new FailoverClient(connectors, clock, plan(number, uris, tls)))
            .toList();
  }

  /**
   * Clients of another kind, that begin at once.
   *
   * @param size how many
   * @param uris where they connect, tried in turn
   * @param tls what they trust
   * @param maker makes one that does what it is told
   */
  public Fleet(
      int size,
      List<URI> uris,
      TlsOptions tls,
      Function<FailoverClient.Plan, ? extends FleetClient> maker) {
    clients =
        IntStream.range(0, size).mapToObj(number -> maker.apply(plan(number, uris, tls))).toList();
  }

  private static FailoverClient.Plan plan(int number, List<URI> uris, TlsOptions tls) {
    String group = ROOT + "/" + number / GROUP + "/";
    return new FailoverClient.Plan(
        group + number, group + "*", inOrder(number, uris), DEADLINE, tls);
  }

  /** All begin at the first, and then every other client goes round the other way. */
  private static List<URI> inOrder(int number, List<URI> uris) {
    if (number % 2 == 0) {
      return uris;
    }
    List<URI> order = new ArrayList<>(uris);
    Collections.reverse(order.subList(1, order.size()));
    return order;
  }

  /**
   * Waits until every client is served: it has a session at one of the endpoints and got ACKs for
   * ten SETs more than it had when the call began.
   *
   * @param uris the endpoints that are open
   */
  public void awaitServedAt(Collection<URI> uris) {
    Map<String, Long> before =
        tallies().stream().collect(Collectors.toMap(Tally::address, Tally::acknowledged));
    await(
        "service for all at " + uris,
        tally ->
            tally.at() != null
                && uris.contains(tally.at())
                && tally.acknowledged() >= before.get(tally.address()) + 10);
  }

  /**
   * Makes no new SETs, and waits until each has its ACK and has arrived at all subscribers.
   *
   * @return the account of each client
   */
  public List<Tally> settle() {
    clients.forEach(client -> client.setWriting(false));
    await("ACK for all", tally -> tally.at() != null && tally.waiting() == 0);
    Map<String, Long> revisions =
        tallies().stream().collect(Collectors.toMap(Tally::address, Tally::revision));
    await(
        "delivery to all",
        tally -> tally.seen().entrySet().containsAll(ofGroup(tally, revisions).entrySet()));
    return tallies();
  }

  private static Map<String, Long> ofGroup(Tally of, Map<String, Long> revisions) {
    String group = of.address().substring(0, of.address().lastIndexOf('/') + 1);
    return revisions.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(group))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Writes on. */
  public void resume() {
    clients.forEach(client -> client.setWriting(true));
  }

  /**
   * Compares the account of a fleet that has settled with what the router keeps. For each param:
   * its value is the last one that was acknowledged, its revision is the one that the last ACK
   * told, and that is the number of acknowledged SETs plus those that were applied twice, which are
   * at most those sent again.
   *
   * @param settled what {@link #settle()} gave
   * @param kept all params of the fleet, by address
   * @return what is wrong; empty if all is well
   */
  public static List<String> wrong(List<Tally> settled, Map<String, Kept> kept) {
    List<String> wrong = new ArrayList<>();
    if (kept.size() != settled.size()) {
      wrong.add(settled.size() + " params were written, " + kept.size() + " are kept");
    }
    for (Tally tally : settled) {
      tally.problems().forEach(problem -> wrong.add(tally.address() + ": " + problem));
      Kept param = kept.get(tally.address());
      boolean right =
          param != null
              && param.value().equals(Value.of(tally.acknowledged()))
              && param.revision() == tally.revision()
              && tally.revision() == tally.acknowledged() + tally.doubled()
              && tally.doubled() <= tally.resent();
      if (!right) {
        wrong.add("kept " + param + ", but " + tally);
      }
    }
    return wrong;
  }

  /**
   * The account of each client at this moment.
   *
   * @return one for each, in the order of their numbers
   */
  public List<Tally> tallies() {
    return clients.stream().map(client -> client.tally().toCompletableFuture().join()).toList();
  }

  private void await(String what, Predicate<Tally> condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    List<Tally> missing = missing(condition);
    while (!missing.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "no "
                + what
                + " within "
                + DEADLINE
                + "; the first of "
                + missing.size()
                + ": "
                + missing.get(0));
      }
      pause();
      missing = missing(condition);
    }
  }

  private List<Tally> missing(Predicate<Tally> condition) {
    return tallies().stream().filter(condition.negate()).toList();
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /**
   * The account in one line, for the log of a test.
   *
   * @param settled what {@link #settle()} gave
   * @return sums over all clients
   */
  public static String summary(List<Tally> settled) {
    Map<String, Integer> places = new TreeMap<>();
    settled.forEach(tally -> places.merge(String.valueOf(tally.at()), 1, Integer::sum));
    return "%s: %d SETs acknowledged, %d sent again, %d of them applied twice, %d received, %d sessions"
        .formatted(
            places,
            settled.stream().mapToLong(Tally::acknowledged).sum(),
            settled.stream().mapToLong(Tally::resent).sum(),
            settled.stream().mapToLong(Tally::doubled).sum(),
            settled.stream().mapToLong(Tally::received).sum(),
            settled.stream().mapToInt(Tally::sessions).sum());
  }

  /** Ends all sessions and the clients' thread. Waits for the sessions' ends. */
  @Override
  public void close() {
    clients.forEach(FleetClient::close);
    try {
      await("end of all sessions", tally -> tally.at() == null);
    } finally {
      clock.shutdownNow();
    }
  }
}
