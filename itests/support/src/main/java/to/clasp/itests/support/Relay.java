package to.clasp.itests.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The relay as it is distributed, on a free port of the loopback interface. */
public final class Relay implements AutoCloseable {
  /**
   * What the JVM of a relay is told that lives for seconds: to start sooner, and to look for edited
   * files more often. Goes into {@code JAVA_OPTS}.
   */
  public static final String SHORT_LIVED =
      "-XX:TieredStopAtLevel=1 -Dfelix.fileinstall.poll=200 -Dclasp.start.seconds=60";

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Pattern URL = Pattern.compile("ws://127\\.0\\.0\\.1:[1-9]\\d*\\S*");

  private final ChildProcess process;
  private final URI uri;

  private Relay(ChildProcess process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * The program that starts a relay.
   *
   * @return its path
   */
  public static Path program() {
    return ProjectFolder.resolve("distribution/target/clasp-relay/bin/clasp-relay");
  }

  /**
   * Starts a relay, without rendezvous server unless a flag asks for one, and waits until it
   * listens.
   *
   * @param flags further flags
   * @return the relay
   */
  public static Relay start(String... flags) throws InterruptedException {
    return start(program(), flags);
  }

  /**
   * Starts a relay as it is shipped, which needs more time and then is faster: for measurements.
   *
   * @param flags further flags
   * @return the relay
   */
  public static Relay startForLoad(String... flags) throws InterruptedException {
    return start(program(), Map.of(), flags);
  }

  /**
   * Copies what is distributed, so that a test can change it.
   *
   * @param to the folder that is made
   * @return the program that starts the copy; its configuration is in {@code ../etc}
   */
  public static Path copy(Path to) throws IOException {
    Path from = program().getParent().getParent();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    Path program = to.resolve("bin/clasp-relay");
    program.toFile().setExecutable(true);
    return program;
  }

  /**
   * Starts a copy and waits until it listens.
   *
   * @param program what {@link #copy} has returned
   * @param flags further flags
   * @return the relay
   */
  public static Relay start(Path program, String... flags) throws InterruptedException {
    return start(program, Map.of("JAVA_OPTS", SHORT_LIVED), flags);
  }

  private static Relay start(Path program, Map<String, String> environment, String... flags)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--host", "127.0.0.1", "--ws-port", "0"));
    command.addAll(List.of(flags));
    if (!List.of(flags).contains("--rendezvous-port")) {
      command.addAll(List.of("--rendezvous-port", "0"));
    }
    ChildProcess process =
        ChildProcess.start(ProjectFolder.resolve("distribution"), environment, command);
    try {
      return new Relay(process, URI.create(process.awaitOutput(URL, DEADLINE).group()));
    } catch (AssertionError | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /**
   * Where clients connect.
   *
   * @return a ws URI with the real port
   */
  public URI uri() {
    return uri;
  }

  /**
   * The relay's process.
   *
   * @return its id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * What the relay has logged.
   *
   * @return the text
   */
  public String log() {
    return process.output();
  }

  /**
   * Waits until the relay has logged something.
   *
   * @param wanted looked for in all that was logged so far
   * @return the first match
   */
  public Matcher awaitLog(Pattern wanted) throws InterruptedException {
    return process.awaitOutput(wanted, DEADLINE);
  }

  /**
   * The port of another listener.
   *
   * @param scheme how its URI begins, such as {@code mqtt}
   * @return the real port, where 0 was asked for
   */
  public int port(String scheme) throws InterruptedException {
    Pattern uri =
        Pattern.compile("(?<![\\w.])" + Pattern.quote(scheme) + "://127\\.0\\.0\\.1:(\\d+)");
    return Integer.parseInt(awaitLog(uri).group(1));
  }

  @Override
  public void close() {
    process.close();
  }
}
