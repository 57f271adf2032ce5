package to.clasp.itests.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.NetworkNamespace;
import to.clasp.itests.support.ProjectFolder;
import to.clasp.itests.support.Relay;

/** A host with the distribution of the relay on it. */
record Host(NetworkNamespace network) implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(90);

  private static final Pattern LISTENING = Pattern.compile("listening on ws://localhost");

  /** One after the other: test classes run side by side, the first makes what all share. */
  static synchronized Host create(String name) throws InterruptedException {
    return new Host(NetworkNamespace.create(name));
  }

  /** Lays a cable with addresses of both versions of IP: x.1 here, x.2 there. */
  void connect(String end, Host other, String otherEnd, int subnet) throws InterruptedException {
    network.link(end, other.network, otherEnd);
    network.address(end, "10.7." + subnet + ".1/24");
    network.address(end, "fd07:" + subnet + "::1/64");
    other.network.address(otherEnd, "10.7." + subnet + ".2/24");
    other.network.address(otherEnd, "fd07:" + subnet + "::2/64");
  }

  /** Starts a relay. */
  ChildProcess startRelay(String... flags) {
    return start(Relay.program().toString(), flags);
  }

  static void awaitListening(ChildProcess relay) throws InterruptedException {
    relay.awaitOutput(LISTENING, DEADLINE);
  }

  /** Starts a relay and waits until it listens. */
  ChildProcess relay(String... flags) throws InterruptedException {
    ChildProcess relay = startRelay(flags);
    awaitListening(relay);
    return relay;
  }

  /** What {@code clasp discover --json} prints. */
  String discover(String... flags) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("discover", "--json", "--timeout", "0.5"));
    arguments.addAll(List.of(flags));
    ChildProcess tool =
        start(Relay.program().resolveSibling("clasp").toString(), arguments.toArray(String[]::new));
    tool.awaitExit(DEADLINE);
    return tool.output();
  }

  /** The same, again and again until it is as wanted: no answer has to come within a time. */
  String awaitFound(Predicate<String> wanted, String... flags) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      String found = discover(flags);
      if (wanted.test(found)) {
        return found;
      }
      assertThat(System.nanoTime()).as(found).isLessThan(end);
    }
  }

  private ChildProcess start(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return network.start(ProjectFolder.resolve("distribution"), Map.of(), command);
  }

  @Override
  public void close() {
    network.close();
  }
}
