package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;

/** How a relay ends that has clients. */
/** Mostly waits, and does so beside the other tests. */
@Execution(ExecutionMode.CONCURRENT)
class ShutdownIT {
  static final int EVENTS = 120;
  static final int SIZE = 60_000;

  private static BackgroundRelay start(String drainTimeout) throws Exception {
    return BackgroundRelay.start(
        "--host", "127.0.0.1", "--ws-port", "0", "--drain-timeout", drainTimeout);
  }

  /** More than the kernel keeps for a connection, and less than a session may queue. */
  static void publish(URI uri) throws Exception {
    TestClient writer = TestClient.hello(uri);
    writer.await(Welcome.class);
    Value value = Value.of("x".repeat(SIZE));
    for (int i = 0; i < EVENTS; i++) {
      writer.send(Publish.of("/e", SignalType.EVENT, value));
    }
    writer.send(Set.of("/done", Value.of(1)));
    writer.await(Ack.class);
  }

  @Test
  void aSlowClientGetsAllThatWasOnItsWayAndTheReason() throws Exception {
    try (BackgroundRelay relay = start("90");
        SlowClient slow = new SlowClient(relay.uri())) {
      publish(relay.uri());
      relay.terminate();
      byte[] all = slow.readAll(4_000_000);
      assertThat(all.length).isGreaterThan(EVENTS * SIZE);
      assertThat(new String(all, StandardCharsets.ISO_8859_1))
          .contains("the service ends")
          .endsWith("\u0003\u00e9going away");
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void theDrainTimeoutOfTheConfigurationHoldsAsTheFlagDoes(@TempDir Path directory)
      throws Exception {
    Path tree = Trees.copy(BackgroundRelay.builtTree(), directory.resolve("relay"));
    Files.writeString(tree.resolve("etc/to.clasp.router.cfg"), "drainTimeoutSeconds = 90\n");
    try (BackgroundRelay relay =
            BackgroundRelay.start(tree, Map.of(), "--host", "127.0.0.1", "--ws-port", "0");
        SlowClient slow = new SlowClient(relay.uri())) {
      publish(relay.uri());
      relay.terminate();
      Instant asked = Instant.now();
      byte[] all = slow.readAll(16_000_000);
      assertThat(Duration.between(asked, Instant.now()))
          .as("the client is slow enough for this test")
          .isGreaterThan(DrainTimeout.DEFAULT);
      assertThat(all.length).isGreaterThan(EVENTS * SIZE);
      assertThat(relay.awaitExit()).isZero();
    }
  }

  @Test
  void aStuckClientHoldsTheEndUpNoLongerThanTheTimeoutWhileOthersAreToldAtOnce() throws Exception {
    try (BackgroundRelay relay = start("15");
        SlowClient stuck = new SlowClient(relay.uri())) {
      publish(relay.uri());
      TestClient other = TestClient.hello(relay.uri());
      other.await(Welcome.class);
      URI ready = URI.create("http://127.0.0.1:" + relay.uri().getPort() + "/readyz");
      assertThat(statusOf(ready)).isEqualTo(200);

      Instant asked = Instant.now();
      relay.terminate();

      assertThat(other.await(ErrorMessage.class).code()).isEqualTo(501);
      assertThat(other.awaitClose()).isEqualTo(1001);
      assertThat(statusOf(ready)).isEqualTo(503);
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
      assertThat(relay.awaitExit()).isZero();
      assertThat(Duration.between(asked, Instant.now()))
          .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(45));
      assertThat(relay.leftovers()).isEmpty();
      assertThat(relay.errors()).noneMatch(line -> line.contains("ending all the same"));
      assertThat(stuck).isNotNull();
    }
  }

  private static int statusOf(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(BackgroundRelay.DEADLINE).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
