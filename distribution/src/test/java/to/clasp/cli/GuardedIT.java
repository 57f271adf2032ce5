package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.relay.BackgroundRelay;

/** Commands and a relay that asks for tokens. */
class GuardedIT {
  @TempDir private static Path directory;
  private static String token;
  private static BackgroundRelay relay;
  private final Tool tool = new Tool();

  @BeforeAll
  static void start() throws Exception {
    String tokens = directory.resolve("tokens.json").toString();
    String scopes = "read:/**,write:/mine/**";
    token = new Tool().run("token", "--file", tokens, "create", "-s", scopes).out().trim();
    List<String> flags = new ArrayList<>(List.of("--host", "127.0.0.1", "--self-signed"));
    flags.addAll(List.of("-p", "0", "--tcp-port", "0", "--udp-port", "0"));
    flags.addAll(List.of("--tokens", tokens, "--run-dir", runDirectory()));
    relay = BackgroundRelay.start(flags.toArray(String[]::new));
    relay.uri();
  }

  @AfterAll
  static void stop() throws Exception {
    relay.close();
  }

  private static String runDirectory() {
    return directory.resolve("run").toString();
  }

  @Test
  void theTokenComesFromOptionOrEnvironment() throws Exception {
    tool.with("CLASP_SERVER", relay.uri("ws").toString());
    Tool.Outcome without = tool.run("set", "/mine/x", "1");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.err().trim().lines())
        .singleElement()
        .asString()
        .contains("a token is required");
    assertThat(tool.run("set", "/mine/x", "1", "--token", token).code()).isZero();
    tool.with("CLASP_TOKEN", token);
    assertThat(tool.run("set", "/mine/x", "2").out().trim()).isEqualTo("2");
    for (String command : List.of("set", "pub")) {
      Tool.Outcome refused = tool.run(command, "/other", "1");
      assertThat(refused.code()).as(command).isEqualTo(1);
      assertThat(refused.err().trim().lines()).singleElement().asString().contains("/other");
    }
  }

  private void assertPairs(String... server) {
    List<String> line =
        new ArrayList<>(List.of("pair", "-s", "write:/lamp/**", "--run-dir", runDirectory()));
    line.addAll(List.of(server));
    Tool.Outcome pair = tool.run(line.toArray(String[]::new));
    assertThat(pair.err()).startsWith("OK ");
    assertThat(pair.out().trim()).matches("[0-9]{6}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss", "tcp", "tcps", "udp"})
  void pairAsksOverAnyListener(String scheme) throws Exception {
    assertPairs("--server", relay.uri(scheme).toString());
  }

  @Test
  void pairFindsAListenerByItselfOrByThePort() throws Exception {
    assertPairs();
    assertPairs("--server", "tcp://:" + relay.uri("tcp").getPort());
  }
}
