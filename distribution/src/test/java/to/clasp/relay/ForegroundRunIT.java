package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import to.clasp.protocol.Welcome;

/** What {@code mvn -Prelay} runs inside of Maven, here in a JVM of its own. */
class ForegroundRunIT {

  private static BackgroundRelay run(String flags) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drelay.args=" + flags + " --rendezvous-port 0",
                "-cp",
                BackgroundRelay.builtTree().resolve("lib") + "/*",
                ForegroundRun.class.getName(),
                BackgroundRelay.builtTree().toString()));
    return BackgroundRelay.launch(command, Map.of());
  }

  @Test
  void passesFlagsOnAndASignalToItAloneEndsTheRelayToo() throws Exception {
    try (BackgroundRelay run = run("--host 127.0.0.1 --ws-port 0 --name 'Main stage'")) {
      TestClient client = TestClient.hello(run.uri());
      assertThat(client.await(Welcome.class).name()).isEqualTo("Main stage");
      ProcessHandle relay =
          ProcessHandle.of(run.pid()).orElseThrow().children().findFirst().orElseThrow();

      run.terminate();

      assertThat(client.awaitClose()).isEqualTo(1001);
      assertThat(run.awaitExit()).isZero();
      relay.onExit().get(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT) // mostly waits
  void leavesTheRelayTheDrainTimeoutThatWasAskedFor() throws Exception {
    try (BackgroundRelay run = run("--host 127.0.0.1 --ws-port 0 --drain-timeout 90");
        SlowClient slow = new SlowClient(run.uri())) {
      ShutdownIT.publish(run.uri());
      run.terminate();
      Instant asked = Instant.now();
      byte[] all = slow.readAll(30_000_000);
      assertThat(Duration.between(asked, Instant.now()))
          .as("the client is slow enough for this test")
          .isGreaterThan(Duration.ofSeconds(10));
      assertThat(all.length).isGreaterThan(ShutdownIT.EVENTS * ShutdownIT.SIZE);
      assertThat(run.awaitExit()).isZero();
    }
  }

  @Test
  void endsWithTheCodeOfARelayThatFails() throws Exception {
    try (BackgroundRelay run = run("--colour")) {
      assertThat(run.awaitExit()).isEqualTo(2);
    }
  }
}
