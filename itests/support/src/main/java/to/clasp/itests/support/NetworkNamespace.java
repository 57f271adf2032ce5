package to.clasp.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network of a test's own: its loopback interface is up, and nothing else is there until it is
 * {@linkplain #link linked}. To the programs inside it is a host. Closing it ends what was started
 * inside and takes its interfaces away. Only root on Linux can make one.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Path NAMED = Path.of("/run/netns");
  private static final String PREFIX = "clasp-";
  private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)-.*");
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Path FOLDER = ProjectFolder.resolve(".");

  private final String id;
  private final Deque<ChildProcess> inside = new ArrayDeque<>();

  private NetworkNamespace(String id) {
    this.id = id;
  }

  /**
   * Makes a namespace. The test goes on only if that is possible here.
   *
   * @param name what the test calls it, to be recognised in {@code ip netns}
   * @return the namespace
   */
  public static NetworkNamespace create(String name) throws InterruptedException {
    ForeignPeer.require("ip", "apt-get install iproute2");
    removeLeftovers();
    String id = PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + name;
    try (ChildProcess added = start(List.of("ip", "netns", "add", id))) {
      if (added.awaitExit(DEADLINE) != 0) {
        ForeignPeer.missing(
            "a network namespace", added.output().strip(), "run the tests as root on Linux");
      }
    }
    NetworkNamespace made = new NetworkNamespace(id);
    // Else an address is of no use for the first two seconds.
    made.run("sh", "-c", "echo 0 | tee /proc/sys/net/ipv6/conf/*/accept_dad");
    made.ip("link", "set", "lo", "up");
    return made;
  }

  /** Those of runs that were cut off. */
  private static void removeLeftovers() throws InterruptedException {
    if (!Files.isDirectory(NAMED)) {
      return;
    }
    try (Stream<Path> all = Files.list(NAMED)) {
      for (Path each : all.toList()) {
        Matcher name = OURS.matcher(each.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          start(List.of("ip", "netns", "del", name.group())).awaitExit(DEADLINE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The name that {@code ip netns} knows.
   *
   * @return unique on the machine
   */
  public String id() {
    return id;
  }

  /**
   * Lays a cable to another namespace. Both ends are up, without addresses but those that IPv6
   * gives itself.
   *
   * @param end name of the interface at this end, at most 15 characters
   * @param other the other namespace
   * @param otherEnd name of the interface at the other end
   */
  public void link(String end, NetworkNamespace other, String otherEnd)
      throws InterruptedException {
    ip("link", "add", end, "type", "veth", "peer", "name", otherEnd, "netns", other.id);
    ip("link", "set", end, "up");
    other.ip("link", "set", otherEnd, "up");
  }

  /**
   * Gives an interface an address, usable at once.
   *
   * @param end name of the interface
   * @param address with the length of its prefix, such as {@code 10.7.0.1/24} or {@code fd07::1/64}
   */
  public void address(String end, String address) throws InterruptedException {
    if (address.contains(":")) {
      ip("addr", "add", address, "dev", end, "nodad");
    } else {
      ip("addr", "add", address, "broadcast", "+", "dev", end);
    }
  }

  /**
   * Changes the network: {@code ip} with these arguments.
   *
   * @param arguments such as {@code link set a0 down}
   * @return what it printed
   */
  public String ip(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", id));
    command.addAll(List.of(arguments));
    return finish(start(command));
  }

  /**
   * Runs a program inside to its end, which must be a success.
   *
   * @param command the program and its arguments
   * @return what it printed, errors included
   */
  public String run(String... command) throws InterruptedException {
    return finish(start(inside(List.of(command))));
  }

  private static String finish(ChildProcess process) throws InterruptedException {
    try (process) {
      int exit = process.awaitExit(DEADLINE);
      if (exit != 0) {
        throw new AssertionError("exit code " + exit + ": " + process.output());
      }
      return process.output();
    }
  }

  /**
   * Starts a program inside. It ends with the namespace at the latest.
   *
   * @param folder where it runs
   * @param environment variables on top of our own
   * @param command the program and its arguments
   * @return the running program
   */
  public ChildProcess start(Path folder, Map<String, String> environment, List<String> command) {
    ChildProcess process = ChildProcess.start(folder, environment, inside(command));
    inside.push(process);
    return process;
  }

  /**
   * Starts a Java program inside, with the class path and the JVM of this test.
   *
   * @param main its class
   * @param arguments its arguments
   * @return the running program
   */
  public ChildProcess startJava(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return start(FOLDER, Map.of(), command);
  }

  /** {@code ip} becomes the program, so its id is the program's. */
  private List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", id));
    all.addAll(command);
    return all;
  }

  private static ChildProcess start(List<String> command) {
    return ChildProcess.start(FOLDER, Map.of(), command);
  }

  @Override
  public void close() {
    inside.forEach(ChildProcess::close);
    inside.clear();
    try {
      finish(start(List.of("ip", "netns", "del", id)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
