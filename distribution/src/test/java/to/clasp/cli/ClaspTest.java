package to.clasp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, in this JVM. */
class ClaspTest {
  private static final String FORM = "cpsk_[0-9a-f]{32}";

  @TempDir private Path folder;
  private Path file;
  private String out;
  private String err;

  @BeforeEach
  void file() {
    file = folder.resolve("tokens.json");
  }

  private int run(String... arguments) {
    StringWriter toOut = new StringWriter();
    StringWriter toErr = new StringWriter();
    Clasp.Surroundings around =
        new Clasp.Surroundings(
            new PrintWriter(toOut),
            new PrintWriter(toErr),
            Map.of("XDG_CONFIG_HOME", folder.toString(), "APPDATA", folder.toString()));
    int code = Clasp.run(around, arguments);
    out = toOut.toString();
    err = toErr.toString();
    return code;
  }

  private int token(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of("token", "--file", file.toString(), command));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private String created(String... arguments) {
    assertThat(token("create", arguments)).as(err).isZero();
    return out.trim();
  }

  @Test
  void createPrintsTheTokenAloneAndSaysElsewhereWhereItIsSaved() {
    assertThat(token("create", "-s", "read:/**")).isZero();
    assertThat(out.trim()).matches(FORM);
    assertThat(err.trim()).isEqualTo("OK Token saved to " + file);
  }

  @Test
  void theFileIsThatOfTheUserUnlessSaidOtherwise() {
    assertThat(run("token", "create", "-s", "read:/**")).isZero();
    assertThat(err).endsWith("tokens.json" + System.lineSeparator());
    assertThat(run("token", "list")).isZero();
    assertThat(out.lines()).hasSize(2);
  }

  @Test
  void theFileMayBeNamedBehindTheCommandToo() {
    assertThat(run("token", "create", "-s", "r:/**", "--file", file.toString())).isZero();
    assertThat(file).exists();
  }

  @Test
  void listShowsBeginningsOnly() {
    String hashed = created("--scopes", "read:/a/**, w:/b", "--subject", "desk", "-e", "7d");
    String plain = created("-s", "a:/**", "--plain");

    assertThat(token("list")).isZero();
    assertThat(out)
        .contains(hashed.substring(0, 12) + "... ", "desk", "read:/a/**,w:/b", "never")
        .contains(plain.substring(0, 12) + "..." + plain.substring(33))
        .doesNotContain(hashed, plain);
  }

  @Test
  void expiredTokensAreListedOnRequestAndRemovedByPrune() throws Exception {
    created("-s", "read:/**");
    Files.writeString(
        file,
        Files.readString(file).replace("\"created_at\"", "\"expires_at\" : 1, \"created_at\""));
    created("-s", "read:/kept");

    token("list");
    assertThat(out).contains("read:/kept").doesNotContain("expired");
    token("list", "--show-expired");
    assertThat(out).contains("read:/kept", "1970-01-01T00:00:01Z (expired)");
    assertThat(token("prune")).isZero();
    assertThat(err.trim()).isEqualTo("OK Expired tokens removed: 1");
    token("list", "--show-expired");
    assertThat(out).contains("read:/kept").doesNotContain("expired");
  }

  @Test
  void anEmptyListIsNoData() {
    assertThat(token("list")).isZero();
    assertThat(out).isEmpty();
    assertThat(err).contains("no tokens in " + file);
  }

  @Test
  void showTellsEverythingButTheToken() {
    String token = created("-s", "read:/**", "--max-sessions", "2", "--networks", "10.0.0.0/8");
    for (String name : List.of(token, token.substring(0, 9))) {
      assertThat(token("show", name)).isZero();
      assertThat(out)
          .contains("read:/**", "max_sessions = 2", "networks = 10.0.0.0/8", "Kept as:  hash")
          .doesNotContain(token);
    }
  }

  @Test
  void revokeRemovesTheOneThatIsMeant() {
    String first = created("-s", "read:/first");
    created("-s", "read:/second");

    assertThat(token("revoke", first)).isZero();

    token("list");
    assertThat(out).contains("read:/second").doesNotContain("read:/first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "revoke"})
  void aNameOfNoneOrOfSeveralIsAFailure(String command) {
    created("-s", "read:/**");
    created("-s", "read:/**");
    assertThat(token(command, "cpsk_")).isEqualTo(1);
    assertThat(err.trim()).isEqualTo("clasp: 2 tokens begin like this; give more of it");
    assertThat(token(command, "cpsk_none")).isEqualTo(1);
    assertThat(err.trim()).isEqualTo("clasp: no such token");
    assertThat(token(command, "")).isEqualTo(1);
    token("list");
    assertThat(out.lines()).hasSize(3);
  }

  @Test
  void aFileThatCannotBeUsedIsAFailureInOneLine() throws Exception {
    Files.writeString(file, "{");
    assertThat(token("list")).isEqualTo(1);
    assertThat(err.trim().lines()).singleElement().asString().contains(file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token create",
        "token create -s read",
        "token create -s read:/**,,write:/a",
        "token create -s fly:/**",
        "token create -s read:/** -e 5x",
        "token create -s read:/** -e -1",
        "token create -s read:/** -e 0",
        "token create -s read:/** -e 99999999d",
        "token create -s read:/** --max-sessions -1",
        "token create -s read:/** --networks nowhere",
        "token revoke",
        "token",
        "pair",
        "fly",
        ""
      })
  void aCommandLineThatCannotBeUsedIsExitCodeTwoAndOneLine(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err.trim().lines())
        .singleElement()
        .asString()
        .startsWith("clasp: ")
        .endsWith("--help)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "token --help", "token create --help", "pair --help"})
  void helpIsPrinted(String line) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out).startsWith("Usage: clasp");
  }

  @Test
  void pairWithoutARelaySaysWhatIsMissing() {
    assertThat(run("pair", "-s", "read:/**", "--run-dir", folder.toString())).isEqualTo(1);
    assertThat(err).contains("no relay that pairs", folder.toString(), "--tokens");
  }
}
