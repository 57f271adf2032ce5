package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.failover.FreePort;

/** What an administrator does to an installed tree. */
class InstallationIT {

  private static final String[] LOOPBACK = {"--host", "127.0.0.1", "--ws-port", "0"};
  private static final String WEBSOCKET = "to.clasp.transport.websocket-default.cfg";

  @TempDir private Path directory;
  private Path tree;

  @BeforeEach
  void copyTree() throws Exception {
    tree = Trees.copy(BackgroundRelay.builtTree(), directory.resolve("relay"));
  }

  private BackgroundRelay start(String... flags) throws Exception {
    return BackgroundRelay.start(tree, Map.of(), flags);
  }

  private void etc(String file, String text) throws Exception {
    Files.writeString(tree.resolve("etc").resolve(file), text);
  }

  @Test
  void writesNothingIntoItsTree() throws Exception {
    var before = Trees.listing(tree);
    try (BackgroundRelay relay = start(LOOPBACK)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
    }
    assertThat(Trees.listing(tree)).isEqualTo(before);
  }

  @Test
  void runsFromAReadOnlyFileSystem() throws Exception {
    String mount = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" \"$0\" && ";
    boolean canMount =
        new ProcessBuilder("unshare", "-m", "sh", "-c", mount + "true", tree.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
    assumeThat(canMount).as("a mount namespace can be made (as root on Linux)").isTrue();
    String run = mount + "! touch \"$0/probe\" 2>/dev/null && exec \"$0/bin/clasp-relay\" \"$@\"";
    try (BackgroundRelay relay =
        BackgroundRelay.launch(
            List.of("unshare", "-m", "sh", "-c", run, tree.toString()), Map.of(), LOOPBACK)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.leftovers()).isEmpty();
      assertThat(relay.errors()).noneMatch(line -> line.contains("Read-only"));
    }
  }

  @Test
  void anEditedFileMovesThePort() throws Exception {
    etc(WEBSOCKET, "host=127.0.0.1\nport=0\n");
    try (BackgroundRelay relay = start()) {
      TestClient client = TestClient.hello(relay.uri());
      client.await(Welcome.class);

      int second = FreePort.find();
      etc(WEBSOCKET, "host=127.0.0.1\nport=" + second + "\n");

      relay.awaitLine(line -> line.contains(":" + second));
      TestClient.hello(URI.create("ws://127.0.0.1:" + second + "/clasp")).await(Welcome.class);
    }
  }

  @Test
  void anEditedFileWithATakenPortIsOneErrorAndLeavesTheOldPortOpen() throws Exception {
    etc(WEBSOCKET, "host=127.0.0.1\nport=0\n");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        BackgroundRelay relay = start()) {
      URI uri = relay.uri();

      etc(WEBSOCKET, "host=127.0.0.1\nport=" + taken.getLocalPort() + "\n");

      String error = relay.awaitLine(line -> line.contains(" ERROR "));
      assertThat(error).contains("clasp-transport-websocket: ", ":" + taken.getLocalPort());
      TestClient.hello(uri).await(Welcome.class);
    }
  }

  @Test
  void aFlagStaysOnTopOfAFileThatIsEditedLater() throws Exception {
    try (BackgroundRelay relay =
        start("--host", "127.0.0.1", "-p", "0", "--name", "Flag", "--max-sessions", "9")) {
      TestClient first = TestClient.hello(relay.uri());
      assertThat(first.await(Welcome.class).name()).isEqualTo("Flag");

      // the limit shows when the router has taken the edited file
      etc("to.clasp.router.cfg", "name=File\nmaxSessions=1\nmaxSubscriptionsPerSession=1\n");
      etc(WEBSOCKET, "host=127.0.0.1\nport=" + FreePort.find() + "\n");
      awaitOneSubscription(first);

      TestClient second = TestClient.hello(relay.uri());
      assertThat(second.await(Welcome.class).name()).isEqualTo("Flag");
      assertThat(relay.errors()).noneMatch(line -> line.contains("port closed"));
    }
  }

  private static void awaitOneSubscription(TestClient client) throws Exception {
    long deadline = System.nanoTime() + BackgroundRelay.DEADLINE.toNanos();
    for (long id = 1; System.nanoTime() < deadline; id++) {
      client.send(new Subscribe(id, "/a/" + id, Features.NONE, SubscribeOptions.NONE));
      client.send(Ping.INSTANCE);
      Message answer = client.await(Message.class);
      while (!(answer instanceof Pong)) {
        if (answer instanceof ErrorMessage error) {
          assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
          return;
        }
        answer = client.await(Message.class);
      }
    }
    throw new AssertionError("the edited file was not taken");
  }

  @Test
  void aFlagOpensTheListenerWhoseFileIsGone() throws Exception {
    Files.delete(tree.resolve("etc").resolve(WEBSOCKET));
    try (BackgroundRelay relay = start("--host", "127.0.0.1", "-p", "0", "--name", "X")) {
      assertThat(TestClient.hello(relay.uri()).await(Welcome.class).name()).isEqualTo("X");
    }
  }

  @Test
  void aSecondFileIsASecondListener() throws Exception {
    etc("to.clasp.transport.websocket-lan.cfg", "host=127.0.0.1\nport=0\n");
    try (BackgroundRelay relay = start(LOOPBACK)) {
      URI first = relay.uri();
      String line =
          relay.awaitLine(
              each -> each.contains("clasp-relay: listening on") && !each.contains("" + first));
      URI second = URI.create(line.replaceAll(".*listening on ", ""));
      TestClient.hello(first).await(Welcome.class);
      TestClient.hello(second).await(Welcome.class);
    }
  }

  @Test
  void aFileThatNothingTakesEndsTheStart() throws Exception {
    etc("to.clasp.transport.websokket-default.cfg", "host=127.0.0.1\nport=0\n");
    try (BackgroundRelay relay = start(LOOPBACK)) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError())
          .startsWith("clasp-relay: ")
          .contains("to.clasp.transport.websokket~default");
    }
  }

  @Test
  void aValueThatIsRefusedEndsTheStart() throws Exception {
    etc("to.clasp.router.cfg", "maxSessions=-1\n");
    try (BackgroundRelay relay = start(LOOPBACK)) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors()).singleElement().asString().contains("maxSessions");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT) // mostly waits
  void aPortThatWaitsForAuthenticationForEverEndsTheStart() throws Exception {
    Files.delete(tree.resolve("etc/to.clasp.auth.open.cfg"));
    Map<String, String> patience = Map.of("JAVA_OPTS", "-Dclasp.start.seconds=10");
    try (BackgroundRelay relay = BackgroundRelay.start(tree, patience, LOOPBACK)) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError())
          .startsWith("clasp-relay: not started within 10 s: ")
          .contains("to.clasp.transport.websocket~default");
    }
  }

  @Test
  void aBundleThatDoesNotResolveEndsTheStartWithOneLine() throws Exception {
    TestBundle.add(tree, "test-unresolved", null, ",no.such.pack");
    try (BackgroundRelay relay = start(LOOPBACK)) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .startsWith("clasp-relay: ")
          .contains("test-unresolved", "no.such.pack");
      assertThat(relay.leftovers()).isEmpty();
    }
  }

  @Test
  void aBundleThatNeverStopsDoesNotKeepTheProcess() throws Exception {
    TestBundle.add(tree, "test-hanging", TestBundle.Hanging.class, "");
    try (BackgroundRelay relay = start("--host", "127.0.0.1", "-p", "0", "--drain-timeout", "1")) {
      relay.uri();
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.leftovers()).isEmpty();
    }
  }

  @Test
  void java25PrintsNoWarnings() throws Exception {
    Path java = java25();
    assumeThat(java).as("a JDK 25 (JAVA25_HOME, or below /usr/lib/jvm)").isNotNull();
    try (BackgroundRelay relay =
        BackgroundRelay.start(tree, Map.of("JAVA_HOME", java.toString()), LOOPBACK)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.errors()).anyMatch(line -> line.contains("Java 25"));
      assertThat(relay.errors()).allMatch(line -> line.matches("\\S+Z INFO  \\S+: .*"));
    }
  }

  private static Path java25() throws Exception {
    String home = System.getenv("JAVA25_HOME");
    if (home != null) {
      return Path.of(home);
    }
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return null;
    }
    try (Stream<Path> found = Files.list(all)) {
      return found
          .filter(each -> each.getFileName().toString().contains("-25"))
          .filter(each -> Files.isExecutable(each.resolve("bin/java")))
          .findFirst()
          .orElse(null);
    }
  }
}
