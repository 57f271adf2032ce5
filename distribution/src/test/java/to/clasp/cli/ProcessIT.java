package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.relay.BackgroundRelay;

/** The tool as a process. */
class ProcessIT {
  @TempDir private Path directory;

  private ProcessBuilder tool(BackgroundRelay relay, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (OS.LINUX.isCurrentOs()) {
      // A build in the background of a shell ignores Ctrl-C, and so would its children.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(BackgroundRelay.builtTree().resolve("bin/clasp").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CLASP_SERVER", relay.uri().toString());
    return builder.redirectError(directory.resolve("err").toFile());
  }

  private int run(BackgroundRelay relay, String... arguments) throws Exception {
    return ended(tool(relay, arguments).redirectOutput(out().toFile()).start());
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Path out() {
    return directory.resolve("out");
  }

  private String err() throws Exception {
    return Files.readString(directory.resolve("err"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void exitCodesSayHowItEnded() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start("--host", "127.0.0.1", "-p", "0")) {
      assertThat(run(relay, "set", "/a", "1")).as(err()).isZero();
      assertThat(Files.readString(out())).isEqualTo("1\n");
      assertThat(err()).isEmpty();
      assertThat(run(relay, "get", "/b")).isEqualTo(1);
      assertThat(err().lines()).hasSize(1);
      assertThat(run(relay, "get")).isEqualTo(2);
      assertThat(err().lines()).hasSize(1);
      interruptedSubEndsWithZero(relay);
      subEndsWithItsReader(relay);
      subTellsThatTheRelayHasEnded(relay);
    }
  }

  private void interruptedSubEndsWithZero(BackgroundRelay relay) throws Exception {
    Process sub = tool(relay, "sub", "/**").start();
    try (BufferedReader lines = sub.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("/a 1");
      ended(new ProcessBuilder("kill", "-INT", String.valueOf(sub.pid())).start());
      assertThat(ended(sub)).as(err()).isZero();
      assertThat(err()).isEmpty();
    }
  }

  /** As in {@code clasp sub | head -1}. */
  private void subEndsWithItsReader(BackgroundRelay relay) throws Exception {
    Process sub = tool(relay, "sub", "/**").start();
    try (BufferedReader lines = sub.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("/a 1");
    }
    long deadline = System.nanoTime() + BackgroundRelay.DEADLINE.toNanos();
    while (sub.isAlive()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      run(relay, "pub", "/event", "1");
    }
    assertThat(ended(sub)).as(err()).isZero();
  }

  private void subTellsThatTheRelayHasEnded(BackgroundRelay relay) throws Exception {
    Process sub = tool(relay, "sub", "/**").start();
    try (BufferedReader lines = sub.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("/a 1");
      relay.terminate();
      assertThat(ended(sub)).isEqualTo(1);
      assertThat(err().lines()).singleElement().asString().contains("connection");
    }
  }
}
