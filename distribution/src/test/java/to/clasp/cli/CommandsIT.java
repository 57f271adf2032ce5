package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.client.ClaspClient;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.relay.BackgroundRelay;
import to.clasp.testkit.TestCertificate;

/** The commands that speak to a router, in this JVM, against a relay. */
class CommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static BackgroundRelay relay;
  private static String ca;
  private final Tool tool = new Tool();

  @BeforeAll
  static void start() throws Exception {
    TestCertificate authority = TestCertificate.authority("authority");
    TestCertificate server = authority.issue("127.0.0.1", "localhost");
    ca = authority.writeChain(directory.resolve("ca.pem")).toString();
    String cert = server.writeChain(directory.resolve("cert.pem")).toString();
    String key = server.writeKey(directory.resolve("key.pem")).toString();
    relay =
        BackgroundRelay.start(
            "--host",
            "127.0.0.1",
            "-p",
            "0",
            "--tcp-port",
            "0",
            "--udp-port",
            "0",
            "--quic-port",
            "0",
            "--cert",
            cert,
            "--key",
            key);
    relay.uri();
  }

  @AfterAll
  static void stop() throws Exception {
    relay.close();
  }

  @BeforeEach
  void server() throws Exception {
    tool.with("CLASP_SERVER", relay.uri("ws").toString());
  }

  private static void assertFails(Tool.Outcome outcome, int code, String... parts) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().trim().lines())
        .singleElement()
        .asString()
        .startsWith("clasp: ")
        .contains(parts);
  }

  @Test
  void aSubscriptionEndsInTimeThoughNobodyReadsItsLines() throws Exception {
    assertThat(tool.run("set", "/stuck", "1").code()).isZero();
    CountDownLatch reader = new CountDownLatch(1);
    Writer stuck =
        new FilterWriter(Writer.nullWriter()) {
          @Override
          public void write(String text, int offset, int length) throws IOException {
            try {
              reader.await();
            } catch (InterruptedException interrupted) {
              throw new InterruptedIOException();
            }
          }
        };
    Clasp.Surroundings around =
        new Clasp.Surroundings(
            new PrintWriter(stuck),
            new PrintWriter(Writer.nullWriter()),
            Map.of("CLASP_SERVER", relay.uri("ws").toString()));
    CompletableFuture<Integer> command =
        CompletableFuture.supplyAsync(
            () -> Clasp.run(around, "sub", "/stuck", "--count", "5", "--timeout", "1s"),
            task -> new Thread(task).start());
    try {
      assertThat(command.get(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
    } finally {
      reader.countDown();
    }
  }

  private static Tool.Outcome ended(CompletableFuture<Tool.Outcome> command) throws Exception {
    return command.get(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss", "tcp", "tcps", "udp", "quic"})
  void setPrintsTheRevisionAndGetTheValueOverEveryScheme(String scheme) throws Exception {
    String address = "/schemes/" + scheme;
    String server = relay.uri(scheme).toString();
    for (int revision = 1; revision <= 2; revision++) {
      Tool.Outcome set =
          tool.run("set", address, "[1, 2.5, \"x\"]", "--server", server, "--ca", ca);
      assertThat(set.err()).isEmpty();
      assertThat(set.code()).isZero();
      assertThat(set.out().trim()).isEqualTo(String.valueOf(revision));
    }
    Tool.Outcome get = tool.run("get", address, "--server", server, "--ca", ca);
    assertThat(get.code()).as(get.err()).isZero();
    assertThat(get.out().trim()).isEqualTo("[1,2.5,\"x\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "tcps"})
  void insecureTrustsWhatTheServerShows(String scheme) throws Exception {
    String server = relay.uri(scheme).toString();
    assertFails(tool.run("get", "/none", "-s", server), 1, "not trusted");
    assertFails(tool.run("get", "/none", "-s", server, "--insecure"), 1, "/none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-3", "-2.5e3", "true", "null", "{\"a\":[1]}", "\"-x\"", "\"7\""})
  void aValueIsJson(String json) {
    assertThat(tool.run("set", "/values/json", json).code()).isZero();
    assertThat(tool.run("get", "/values/json").out().trim().replace("-2500.0", "-2.5e3"))
        .isEqualTo(json);
  }

  @Test
  void aValueThatIsNotJsonIsAString() {
    for (String text : List.of("red", "007", "1 2", "", "{\"a\"")) {
      assertThat(tool.run("set", "/values/text", text).code()).as(text).isZero();
      String got = tool.run("get", "/values/text", "--json").out();
      assertThat(got).contains("\"value\":" + JsonValue.text(text));
    }
  }

  @Test
  void getTellsWhatThereIsNot() {
    assertFails(tool.run("get", "/nothing/here"), 1, "/nothing/here");
  }

  @Test
  void setObeysARevision() {
    tool.run("set", "/revisions/x", "1");
    Tool.Outcome set = tool.run("set", "/revisions/x", "2", "--revision", "1", "--json");
    assertThat(set.out().trim()).isEqualTo("{\"address\":\"/revisions/x\",\"revision\":2}");
    assertFails(tool.run("set", "/revisions/x", "3", "--revision", "1"), 1, "/revisions/x");
  }

  @Test
  void subPrintsWhatIsThereAndWhatComes() throws Exception {
    tool.run("set", "/sub/a", "1");
    CompletableFuture<Tool.Outcome> plain =
        tool.begin("sub", "/sub/**", "--count", "2", "--timeout", "50s");
    CompletableFuture<Tool.Outcome> json =
        tool.begin("watch", "/sub/**", "--count", "2", "--timeout", "50s", "--json");
    while (!plain.isDone() || !json.isDone()) {
      assertThat(tool.run("pub", "/sub/event", "{\"cue\":3}").code()).isZero();
    }
    assertThat(ended(plain).code()).as(ended(plain).err()).isZero();
    assertThat(ended(plain).lines()).containsExactly("/sub/a 1", "/sub/event {\"cue\":3}");
    assertThat(ended(json).lines())
        .containsExactly(
            "{\"address\":\"/sub/a\",\"type\":\"param\",\"value\":1,\"revision\":1,\"snapshot\":true}",
            "{\"address\":\"/sub/event\",\"type\":\"event\",\"value\":{\"cue\":3}}");
  }

  @Test
  void subEndsAfterItsTime() throws Exception {
    Tool.Outcome outcome = tool.run("sub", "/silent/**", "--timeout", "1");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertFails(
        tool.run("sub", "/silent/**", "--timeout", "1s", "--count", "3"),
        1,
        "0 of 3 messages of /silent/** within 1 s");
  }

  @Test
  void snapshotPrintsTheParamsInOrder() {
    for (String name : List.of("b", "c", "a")) {
      tool.run("set", "/shot/" + name, "\"" + name + "\"");
    }
    assertThat(tool.run("snapshot", "/shot/*").lines())
        .containsExactly("/shot/a \"a\"", "/shot/b \"b\"", "/shot/c \"c\"");
    assertThat(tool.run("snapshot", "/shot/a", "--json").out())
        .contains("\"address\":\"/shot/a\"", "\"revision\":1");
    assertThat(tool.run("snapshot", "/nothing/*").code()).isZero();
  }

  @Test
  void queryPrintsWhatWasAnnounced() throws Exception {
    try (ClaspClient device = ClaspClient.connect(relay.uri("tcp").toString())) {
      Signal dim = new Signal("/query/dim", SignalType.PARAM, "float", "read-write", null);
      device
          .announce("/query", List.of(dim))
          .get(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS);
      assertThat(tool.run("query", "/query/**").lines())
          .containsExactly("/query/dim param float read-write");
      assertThat(tool.run("query", "/query/**", "--json").lines())
          .singleElement()
          .isEqualTo(
              "{\"address\":\"/query/dim\",\"type\":\"param\",\"datatype\":\"float\",\"access\":\"read-write\"}");
    }
    assertThat(tool.run("query", "/nowhere/**").err()).contains("no signals announced");
  }

  @Test
  void benchMeasures() throws Exception {
    Tool.Outcome outcome = tool.run("bench", "--duration", "1s", "--json");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode result = JSON.readTree(outcome.out());
    assertThat(result.get("published_per_second").asDouble()).isPositive();
    assertThat(result.get("received_per_second").asDouble()).isPositive();
    assertThat(result.get("lost").asLong()).isZero();
    assertThat(result.get("p99_us").asDouble())
        .isGreaterThanOrEqualTo(result.get("p50_us").asDouble())
        .isPositive();
  }

  @Test
  void aServerThatCannotBeReachedIsNamed() {
    assertFails(
        tool.run("get", "/a", "--server", "tcp://127.0.0.1:1"), 1, "tcp://127.0.0.1:1", "refused");
    assertFails(tool.run("get", "/a", "-s", "gopher://127.0.0.1:1"), 1, "gopher");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get no-slash",
        "set /a/*/b 1",
        "sub no-slash",
        "set /a",
        "set /a --jsn",
        "set /a 1e999",
        "pub /a 12345678901234567890",
        "set /a 1 --revision -3",
        "set /a 1 --revision 18446744073709551616",
        "sub /a --count 0",
        "sub /a --timeout x",
        "get /a --server nowhere",
        "get /a --deadline 0",
        "bench --size 0"
      })
  void aWrongCommandLineIsExitCodeTwo(String line) {
    assertFails(tool.run(line.split(" ")), 2, "--help)");
  }

  @Test
  void aFileOfCertificatesThatIsNoneIsNamed() {
    assertFails(tool.run("get", "/a", "--ca", "/nowhere.pem"), 1, "/nowhere.pem: no such file");
  }
}
