package to.clasp.itests.edges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ForeignPeer;

/**
 * The clients of mosquitto.
 *
 * @param port the relay's MQTT port
 * @param options what every one of them is given, such as the version
 */
record Mosquitto(int port, List<String> options) {
  static final Duration LIMIT = Duration.ofSeconds(10);

  static Mosquitto on(int port, String... options) {
    ForeignPeer.require("mosquitto_sub", "apt-get install mosquitto-clients");
    return new Mosquitto(port, List.of(options));
  }

  Mosquitto with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Mosquitto(port, all);
  }

  /** Line by line, because they keep their output to themselves when it goes into a pipe. */
  ChildProcess run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("stdbuf", "-oL", program));
    command.addAll(List.of("-h", "127.0.0.1", "-p", String.valueOf(port)));
    command.addAll(options);
    command.addAll(List.of(arguments));
    return ChildProcess.start(Path.of("."), Map.of(), command);
  }

  /** Publishes, and ends when the relay has taken it as the QoS demands. */
  void publish(String... arguments) throws InterruptedException {
    try (ChildProcess client = run("mosquitto_pub", arguments)) {
      assertThat(client.awaitExit(LIMIT)).as("%s", client.output()).isZero();
      assertThat(client.output()).isEmpty();
    }
  }

  /** Subscribes, and returns when the relay has said so. */
  Subscriber subscribe(String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("-d", "-F", "MSG %t|%q|%r|%p"));
    all.addAll(List.of(arguments));
    ChildProcess process = run("mosquitto_sub", all.toArray(String[]::new));
    try {
      process.awaitOutput(Pattern.compile("Subscribed \\(mid: \\d+\\): [012]"), LIMIT);
    } catch (AssertionError | InterruptedException failure) {
      process.close();
      throw failure;
    }
    return new Subscriber(process);
  }

  /**
   * A running client that prints what it receives.
   *
   * @param process its process
   */
  record Subscriber(ChildProcess process) implements AutoCloseable {

    /** All that was received until the text was: {@code topic|QoS|retain|payload}. */
    List<String> until(String last) throws InterruptedException {
      process.awaitOutput(Pattern.compile("(?m)^MSG " + Pattern.quote(last) + "$"), LIMIT);
      return received();
    }

    List<String> received() {
      return process
          .output()
          .lines()
          .filter(line -> line.startsWith("MSG "))
          .map(line -> line.substring(4))
          .toList();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
