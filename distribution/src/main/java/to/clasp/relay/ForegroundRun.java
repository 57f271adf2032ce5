package to.clasp.relay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs a built tree in the foreground of the build: {@code mvn -Prelay}. The relay is a process of
 * its own, so that the shipped start script and its JVM flags are what runs.
 */
public final class ForegroundRun {

  private ForegroundRun() {}

  /**
   * Starts the relay and waits for its end. This JVM ends with the relay's exit code, or with 0
   * when it was asked to stop: also when only this JVM, and not the relay, got the signal.
   *
   * @param arguments the directory of the tree; flags come from the system property "relay.args"
   * @throws IOException if the relay cannot be started
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> command = command(Path.of(arguments[0]));
    command.addAll(ArgumentLine.split(System.getProperty("relay.args", "")));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    Process relay = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(relay)));
    System.exit(relay.waitFor());
  }

  /**
   * A signal has come. The relay itself sees to it that it ends within its drain timeout. Maven's
   * own threads wait in {@code System.exit} meanwhile, so nothing more is printed; {@code halt}
   * makes the end a success.
   */
  private static void stop(Process relay) {
    if (!relay.isAlive() && relay.exitValue() != 0) {
      return;
    }
    relay.destroy();
    try {
      relay.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  /** On Windows java itself: to end the script would leave the relay running. */
  private static List<String> command(Path tree) {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return new ArrayList<>(List.of(tree.resolve("bin/clasp-relay").toString()));
    }
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms64m",
            "-XX:NewSize=12m",
            "-XX:+UseSerialGC",
            "-D" + RelayHome.PROPERTY + "=" + tree,
            "-cp",
            tree.resolve("lib") + "\\*",
            Relay.class.getName()));
  }
}
