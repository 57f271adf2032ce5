package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Welcome;

/** What {@code mvn -Prelay} runs inside of Maven, here in a JVM of its own. */
class ForegroundRunIT {

  private static BackgroundRelay run(String flags) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drelay.args=" + flags,
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
  void endsWithTheCodeOfARelayThatFails() throws Exception {
    try (BackgroundRelay run = run("--colour")) {
      assertThat(run.awaitExit()).isEqualTo(2);
    }
  }
}
