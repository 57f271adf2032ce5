package to.clasp.itests.swap;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ProjectFolder;
import to.clasp.itests.support.Relay;

/** A relay with an {@code etc/} of its own, in which a test writes as an operator does. */
final class EtcRelay implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Path etc;
  private ChildProcess process;

  /** Not started yet; it would have no endpoint. */
  EtcRelay(Path folder) throws IOException {
    etc = Relay.copy(folder.resolve("relay")).getParent().resolveSibling("etc");
    try (Stream<Path> endpoints = Files.list(etc)) {
      for (Path file : endpoints.filter(EtcRelay::isEndpoint).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isEndpoint(Path file) {
    return file.getFileName()
        .toString()
        .matches("to\\.clasp\\.(transport\\.\\w+|http\\.listener)-.*");
  }

  void start() {
    process =
        ChildProcess.start(
            ProjectFolder.resolve("distribution"),
            Map.of("JAVA_OPTS", Relay.SHORT_LIVED),
            List.of(etc.resolveSibling("bin/clasp-relay").toString()));
  }

  /** Opens an endpoint by a new file; waits if the relay has been started. */
  void open(EtcEndpoint endpoint) throws IOException, InterruptedException {
    Pattern opened = once("port open: ", endpoint.uri());
    Files.write(etc.resolve(endpoint.fileName()), endpoint.lines());
    await(opened);
  }

  /** Closes an endpoint by deleting its file. */
  void close(EtcEndpoint endpoint) throws IOException, InterruptedException {
    Pattern closed = once("port closed: ", endpoint.uri());
    Files.delete(etc.resolve(endpoint.fileName()));
    await(closed);
  }

  /** That line of the log, once more than it is there now. */
  private Pattern once(String text, URI uri) {
    String line = Pattern.quote(text + uri) + "\\R";
    long now =
        process == null ? 0 : Pattern.compile(line).matcher(process.output()).results().count();
    return Pattern.compile("(?s)(?:" + line + ".*?){" + (now + 1) + "}");
  }

  private void await(Pattern wanted) throws InterruptedException {
    if (process != null) {
      process.awaitOutput(wanted, DEADLINE);
    }
  }

  String log() {
    return process.output();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
