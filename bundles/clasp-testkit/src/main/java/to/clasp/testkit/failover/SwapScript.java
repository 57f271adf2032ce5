package to.clasp.testkit.failover;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a fleet through steps, each of which changes what is open. After each step every client must
 * be served at one of the endpoints that are open then, and the account of all SETs must agree with
 * what the router keeps.
 */
public final class SwapScript {
  /** Something an operator does. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it, and waits until it is done.
     *
     * @throws Exception if it cannot be done
     */
    void run() throws Exception;
  }

  /** What the router keeps below {@link Fleet#ROOT}, read in whatever way the host allows. */
  @FunctionalInterface
  public interface State {
    /**
     * Reads all params of the fleet.
     *
     * @return them, by address
     * @throws Exception if that is not possible
     */
    Map<String, Fleet.Kept> read() throws Exception;
  }

  /**
   * One step.
   *
   * @param text what is done, for people
   * @param action does it
   * @param open the endpoints of the fleet that are open afterwards
   */
  public record Step(String text, Action action, Set<URI> open) {}

  private final Fleet fleet;
  private final State state;

  /**
   * A script for a fleet that is running.
   *
   * @param fleet the clients
   * @param state reads what the router keeps
   */
  public SwapScript(Fleet fleet, State state) {
    this.fleet = fleet;
    this.state = state;
  }

  /**
   * Takes a step under full traffic, and checks the account.
   *
   * @param step what to do
   * @return the account of each client, who all write on
   * @throws AssertionError if a client is not served, or if something was lost, doubled or set back
   * @throws Exception if the step cannot be taken
   */
  public List<Tally> take(Step step) throws Exception {
    long start = System.nanoTime();
    step.action().run();
    fleet.awaitServedAt(step.open());
    Duration served = Duration.ofNanos(System.nanoTime() - start);
    List<Tally> settled = fleet.settle();
    List<String> wrong = Fleet.wrong(settled, state.read());
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "after '%s', %d things are wrong:%n%s"
              .formatted(
                  step.text(),
                  wrong.size(),
                  wrong.stream().limit(10).collect(Collectors.joining("\n"))));
    }
    System.out.printf(
        "%s: all served after %d ms; %s%n", step.text(), served.toMillis(), Fleet.summary(settled));
    fleet.resume();
    return settled;
  }
}
