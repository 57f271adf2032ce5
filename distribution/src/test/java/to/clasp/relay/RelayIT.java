package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Welcome;

/** The shipped tree as its users run it. */
class RelayIT {

  private static final String[] LOOPBACK = {"--host", "127.0.0.1", "--ws-port", "0"};

  @Test
  void startsServesAndEndsOnRequest() throws Exception {
    Instant start = Instant.now();
    try (BackgroundRelay relay = BackgroundRelay.start(LOOPBACK)) {
      URI uri = relay.uri();
      System.out.println(
          "start-up, from the command to accepting: "
              + Duration.between(start, Instant.now()).toMillis()
              + " ms");
      Welcome welcome = TestClient.hello(uri).await(Welcome.class);
      assertThat(welcome.name()).isEqualTo("CLASP Relay");

      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.leftovers()).isEmpty();
      assertThat(relay.output()).isEmpty();
      assertThat(relay.errors()).allMatch(line -> line.matches("\\S+Z (INFO |WARN ) \\S+: .*"));
    }
  }

  @Test
  void anEndOnRequestTellsClientsWhyAndTakesNoTimeThatNobodyNeeds() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start("--host", "127.0.0.1", "--ws-port", "0", "--drain-timeout", "120")) {
      TestClient client = TestClient.hello(relay.uri());
      client.await(Welcome.class);

      Instant asked = Instant.now();
      relay.terminate();

      assertThat(client.await(ErrorMessage.class).code()).isEqualTo(501);
      assertThat(client.awaitClose()).isEqualTo(1001);
      assertThat(relay.awaitExit()).isZero();
      assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void twoRelaysRunFromOneTree() throws Exception {
    try (BackgroundRelay one = BackgroundRelay.start(LOOPBACK);
        BackgroundRelay two = BackgroundRelay.start(LOOPBACK)) {
      assertThat(one.uri()).isNotEqualTo(two.uri());
      TestClient.hello(one.uri()).await(Welcome.class);
      TestClient.hello(two.uri()).await(Welcome.class);

      one.terminate();
      assertThat(one.awaitExit()).isZero();
      TestClient.hello(two.uri()).await(Welcome.class);
    }
  }

  @Test
  void aTakenPortEndsTheStartWithOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      try (BackgroundRelay relay =
          BackgroundRelay.start("--host", "127.0.0.1", "--ws-port", port)) {
        assertThat(relay.awaitExit()).isEqualTo(1);
        assertThat(relay.errors()).hasSize(1);
        assertThat(relay.errors().get(0))
            .startsWith("clasp-relay: cannot listen on 127.0.0.1:" + port)
            .contains("in use");
        assertThat(relay.leftovers()).isEmpty();
      }
    }
  }

  @Test
  void withoutAnyTransportThereIsNothingToListenOn() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start("--no-websocket")) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .startsWith("clasp-relay: nothing to listen on");
      assertThat(relay.leftovers()).isEmpty();
    }
  }

  @Test
  void aFailedStartIsAJsonObjectToo() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            BackgroundRelay.builtTree(), Map.of("LOG_FORMAT", "json"), "--no-websocket")) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .contains("\"level\":\"ERROR\"", "\"text\":\"nothing to listen on");
    }
  }

  @Test
  void tellsVersionCommitJavaAndNatives() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start("--version")) {
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.output())
          .matches(
              "(?s)clasp-relay \\d+\\.\\d+\\.\\d+\\S* \\(\\w+\\), Java \\d+.*\nepoll: .+\nquic: .+\n");
      if (System.getProperty("os.name").equals("Linux")) {
        assertThat(relay.output()).contains("epoll: loaded", "quic: loaded");
      }
      assertThat(relay.errors()).isEmpty();
      assertThat(relay.leftovers()).isEmpty();
    }
  }

  @Test
  void helpGoesToTheStandardOutput() throws Exception {
    try (BackgroundRelay relay = BackgroundRelay.start("--help")) {
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.output()).contains("Usage: clasp-relay", "--max-sessions");
      assertThat(relay.errors()).isEmpty();
    }
  }

  @Test
  void refusesTheSessionBeyondTheLimit() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start("--host", "127.0.0.1", "-p", "0", "--max-sessions", "1")) {
      TestClient first = TestClient.hello(relay.uri());
      first.await(Welcome.class);

      TestClient second = TestClient.hello(relay.uri());

      assertThat(second.await(ErrorMessage.class).code()).isEqualTo(503);
      assertThat(second.awaitClose()).isEqualTo(1013);
    }
  }

  @Test
  void theNameOfTheFlagReachesClients() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start("--host", "127.0.0.1", "-p", "0", "--name", "Main stage")) {
      assertThat(TestClient.hello(relay.uri()).await(Welcome.class).name()).isEqualTo("Main stage");
    }
  }

  @Test
  void beyondLoopbackWithoutAuthenticationIsOneWarning() throws Exception {
    try (BackgroundRelay open = BackgroundRelay.start("--host", "0.0.0.0", "-p", "0")) {
      assertThat(open.uri().toString()).startsWith("ws://localhost:");
      open.awaitLine(line -> line.contains("WARN") && line.contains("without authentication"));
    }
    try (BackgroundRelay local = BackgroundRelay.start(LOOPBACK)) {
      TestClient.hello(local.uri()).await(Welcome.class);
      local.terminate();
      local.awaitExit();
      assertThat(local.errors()).noneMatch(line -> line.contains("without authentication"));
    }
  }

  @Test
  void theLogIsJsonOnRequest() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            BackgroundRelay.builtTree(), Map.of("LOG_FORMAT", "json"), LOOPBACK)) {
      relay.awaitLine(line -> line.contains("listening on"));
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
      var json = new com.fasterxml.jackson.databind.ObjectMapper();
      for (String line : relay.errors()) {
        assertThat(json.readTree(line).get("bundle").textValue()).isNotEmpty();
      }
    }
  }

  @Test
  void theLogLevelIsThatOfTheEnvironment() throws Exception {
    try (BackgroundRelay relay =
        BackgroundRelay.start(BackgroundRelay.builtTree(), Map.of("CLASP_LOG", "loud"), LOOPBACK)) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .contains("CLASP_LOG is loud")
          .contains("off, error, warn, info, debug, trace");
    }
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            BackgroundRelay.builtTree(), Map.of("CLASP_LOG", "debug"), LOOPBACK)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
      relay.awaitLine(line -> line.contains(" DEBUG clasp-"));
    }
  }

  @Test
  void theScriptFollowsSymbolicLinks(@TempDir Path directory) throws Exception {
    Path target = BackgroundRelay.builtTree().resolve("bin/clasp-relay");
    Path first = Files.createSymbolicLink(directory.resolve("first"), target);
    Files.createSymbolicLink(directory.resolve("second"), first.getFileName());
    try (BackgroundRelay relay =
        BackgroundRelay.launch(
            List.of(directory.resolve("second").toString()), Map.of(), LOOPBACK)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
    }
  }

  @Test
  void anOldJavaIsToldSo(@TempDir Path java) throws Exception {
    Files.createDirectory(java.resolve("bin"));
    Path old = Files.writeString(java.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    try (BackgroundRelay relay =
        BackgroundRelay.start(
            BackgroundRelay.builtTree(), Map.of("JAVA_HOME", java.toString()), LOOPBACK)) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .contains("Java 17 or newer is needed", "11.0.2");
    }
  }
}
