package to.clasp.relay;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A relay as a process of its own, started with the script of a tree. */
public final class BackgroundRelay implements AutoCloseable {

  public static final Duration DEADLINE = Duration.ofSeconds(60);

  /** A relay of a test lives for seconds: it starts sooner so, and sees edited files sooner. */
  private static final String SHORT_LIVED =
      "-XX:TieredStopAtLevel=1 -Dfelix.fileinstall.poll=200 -Dclasp.start.seconds=50";

  private static final Pattern URL = Pattern.compile("listening on (\\S+)");

  private final Process process;
  private final Path scratch;
  private final List<String> errors = new ArrayList<>();
  private final Thread errorReader;
  private final Path output;

  private BackgroundRelay(Process process, Path scratch, Path output) {
    this.process = process;
    this.scratch = scratch;
    this.output = output;
    errorReader = new Thread(this::readErrors, "relay-errors");
    errorReader.setDaemon(true);
    errorReader.start();
  }

  /** The tree that the build has made. */
  public static Path builtTree() {
    return Path.of(System.getProperty("relay.home", "target/clasp-relay")).toAbsolutePath();
  }

  public static BackgroundRelay start(String... flags) throws IOException {
    return start(builtTree(), Map.of(), flags);
  }

  static BackgroundRelay start(Path tree, Map<String, String> environment, String... flags)
      throws IOException {
    return launch(List.of(tree.resolve("bin/clasp-relay").toString()), environment, flags);
  }

  /** Temporary files go to a directory of this relay alone, so that what it leaves is seen. */
  static BackgroundRelay launch(
      List<String> script, Map<String, String> environment, String... flags) throws IOException {
    Path scratch = Files.createTempDirectory("relay-test-");
    Path output = Files.createTempFile("relay-test-", ".out");
    List<String> command = new ArrayList<>(script);
    command.addAll(List.of(flags));
    if (flags.length > 0 && !List.of(flags).contains("--rendezvous-port")) {
      command.addAll(List.of("--rendezvous-port", "0")); // its default is one and the same for all
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeAll(List.of("CLASP_LOG", "LOG_FORMAT"));
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    String more = environment.getOrDefault("JAVA_OPTS", "");
    builder
        .environment()
        .put("JAVA_OPTS", SHORT_LIVED + " -Djava.io.tmpdir=" + scratch + " " + more);
    return new BackgroundRelay(builder.start(), scratch, output);
  }

  private void readErrors() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        synchronized (errors) {
          errors.add(line);
          errors.notifyAll();
        }
      }
    } catch (IOException e) {
      // the process is gone
    }
  }

  /** All lines of the error stream so far. */
  public List<String> errors() {
    synchronized (errors) {
      return List.copyOf(errors);
    }
  }

  String lastError() {
    List<String> all = errors();
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** What was written to the standard output. */
  String output() throws IOException {
    return Files.readString(output);
  }

  public String awaitLine(Predicate<String> wanted) throws InterruptedException {
    Instant deadline = Instant.now().plus(DEADLINE);
    synchronized (errors) {
      while (true) {
        for (String line : errors) {
          if (wanted.test(line)) {
            return line;
          }
        }
        long left = Duration.between(Instant.now(), deadline).toMillis();
        if (left <= 0 || (!process.isAlive() && !errorReader.isAlive())) {
          throw new AssertionError("no such line among " + errors);
        }
        errors.wait(Math.min(left, 100));
      }
    }
  }

  /** Where it listens, once it does. */
  public URI uri() throws InterruptedException {
    Matcher url = URL.matcher(awaitLine(line -> URL.matcher(line).find()));
    url.find();
    return URI.create(url.group(1));
  }

  /** Where it listens for a scheme. */
  public URI uri(String scheme) throws InterruptedException {
    Pattern own = Pattern.compile("(?<![a-z])" + scheme + "://[^\\s,]+");
    Matcher found = own.matcher(awaitLine(line -> own.matcher(line).find()));
    found.find();
    return URI.create(found.group());
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + DEADLINE + ": " + errors());
    }
    errorReader.join(DEADLINE.toMillis());
    return process.exitValue();
  }

  /** What it has left in its temporary directory. */
  List<Path> leftovers() throws IOException {
    try (var files = Files.list(scratch)) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Trees.delete(scratch);
    Files.deleteIfExists(output);
  }
}
