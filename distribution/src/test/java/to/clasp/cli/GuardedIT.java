package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.relay.BackgroundRelay;

/** Commands and a relay that asks for tokens. */
class GuardedIT {
  @TempDir private Path directory;
  private final Tool tool = new Tool();

  private BackgroundRelay start(String... listeners) throws Exception {
    List<String> flags = new ArrayList<>(List.of(listeners));
    flags.addAll(
        List.of(
            "--host",
            "127.0.0.1",
            "--tokens",
            directory.resolve("tokens.json").toString(),
            "--run-dir",
            directory.resolve("run").toString()));
    return BackgroundRelay.start(flags.toArray(String[]::new));
  }

  private String token(String scopes) {
    String file = directory.resolve("tokens.json").toString();
    return tool.run("token", "--file", file, "create", "-s", scopes).out().trim();
  }

  @Test
  void theTokenComesFromOptionOrEnvironment() throws Exception {
    String token = token("read:/**,write:/mine/**");
    try (BackgroundRelay relay = start("-p", "0")) {
      tool.with("CLASP_SERVER", relay.uri().toString());
      Tool.Outcome without = tool.run("set", "/mine/x", "1");
      assertThat(without.code()).isEqualTo(1);
      assertThat(without.err().trim().lines()).singleElement().asString().contains("300");
      assertThat(tool.run("set", "/mine/x", "1", "--token", token).code()).isZero();
      tool.with("CLASP_TOKEN", token);
      assertThat(tool.run("set", "/mine/x", "2").out().trim()).isEqualTo("2");
      for (String command : List.of("set", "pub")) {
        Tool.Outcome refused = tool.run(command, "/other", "1");
        assertThat(refused.code()).as(command).isEqualTo(1);
        assertThat(refused.err().trim().lines()).singleElement().asString().contains("/other");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-p 0",
        "--no-websocket --tcp-port 0",
        "--no-websocket --udp-port 0",
        "-p 0 --self-signed --tls-only",
        "--no-websocket --tcp-port 0 --self-signed --tls-only"
      })
  void pairAsksOverWhateverListenerThereIs(String listeners) throws Exception {
    token("read:/**");
    try (BackgroundRelay relay = start(listeners.split(" "))) {
      relay.uri();
      Tool.Outcome pair =
          tool.run(
              "pair", "-s", "write:/lamp/**", "--run-dir", directory.resolve("run").toString());
      assertThat(pair.err()).startsWith("OK ");
      assertThat(pair.out().trim()).matches("[0-9]{6}");
    }
  }
}
