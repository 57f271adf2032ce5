package to.clasp.auth.internal.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_735_084_800);
  private static final String TOKEN = "cpsk_0123456789abcdef0123456789abcdef";

  /** As the reference's tool writes it. */
  private static final String REFERENCE =
      """
      { "tokens": {
          "%1$s": {
            "token": "%1$s", "subject": "desk", "scopes": ["read:/**", "w:/lights/**"],
            "expires_at": 1735689600, "created_at": 1735084800, "metadata": {"k": "v"} } } }
      """
          .formatted(TOKEN);

  @TempDir private Path folder;

  private TokenFile file() {
    return new TokenFile(folder.resolve("new/tokens.json"));
  }

  private static StoredToken token(String text, boolean plain) {
    StoredToken.Terms terms = new StoredToken.Terms(List.of("read:/**"), "x", null, Map.of());
    return StoredToken.of(text, terms, NOW, plain);
  }

  private TokenFile holding(String json) throws IOException {
    return new TokenFile(Files.writeString(folder.resolve("tokens.json"), json));
  }

  @Test
  void noFileIsNoTokens() throws IOException {
    assertThat(file().read()).isEqualTo(TokenList.EMPTY);
  }

  @Test
  void readsWhatTheReferenceHasWritten() throws IOException {
    StoredToken token = holding(REFERENCE).read().find(TOKEN);

    assertThat(token.subject()).isEqualTo("desk");
    assertThat(token.scopeText()).isEqualTo("read:/**,w:/lights/**");
    assertThat(token.expiry()).isEqualTo(Instant.ofEpochSecond(1_735_689_600));
    assertThat(token.metadata().get("k")).isEqualTo("v");
    assertThat(token.isPlain()).isTrue();
  }

  @Test
  void aTokenHasExpiredWhenItsLastSecondIsOver() throws IOException {
    StoredToken token = holding(REFERENCE).read().find(TOKEN);

    assertThat(token.isExpired(Instant.ofEpochSecond(1_735_689_600, 999_999_999))).isFalse();
    assertThat(token.isExpired(Instant.ofEpochSecond(1_735_689_601))).isTrue();
  }

  @Test
  void keepsTheHashAndABeginningOfATokenButNotTheToken() throws IOException {
    file().update(tokens -> tokens.with(token(TOKEN, false)));

    String text = Files.readString(file().path());
    assertThat(text)
        .doesNotContain(TOKEN)
        .contains("\"sha256:" + TokenText.hash(TOKEN) + "\"")
        .contains("\"hint\" : \"cpsk_0123456\"");
    assertThat(file().read().find(TOKEN).subject()).isEqualTo("x");
  }

  @Test
  void keepsTheTokenItselfWhenAskedTo() throws IOException {
    file().update(tokens -> tokens.with(token(TOKEN, true)));

    assertThat(Files.readString(file().path())).contains("\"token\" : \"" + TOKEN + "\"");
    assertThat(file().read().find(TOKEN)).isNotNull();
  }

  @Test
  void losesNothingThatOnlyOthersKnow() throws IOException {
    TokenFile file =
        holding(
            "{\"version\": 7, \"tokens\": {\"cpsk_a\": {\"scopes\": [], \"colour\": {\"r\": [1.5,"
                + " null, true]}}}}");

    file.update(tokens -> tokens.with(token(TOKEN, false)));

    assertThat(Files.readString(file.path()).replaceAll("\\s", ""))
        .contains("\"version\":7", "\"colour\":{\"r\":[1.5,null,true]}", "\"cpsk_a\":{");
  }

  @Test
  void theFileIsForItsOwnerAlone() throws IOException {
    file().update(tokens -> tokens.with(token(TOKEN, false)));

    assertThat(permissions(file().path())).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("new"))).isEqualTo("rwx------");
  }

  @Test
  void aFileThatOthersCouldReadIsReplacedByOneThatTheyCannot() throws IOException {
    TokenFile file = holding(REFERENCE);
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

    file.update(tokens -> tokens.with(token("cpsk_b", false)));

    assertThat(permissions(file.path())).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theFileStaysThatOfItsOwnerWhenRootWritesIt() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    TokenFile file = holding(REFERENCE);
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    Files.setOwner(file.path(), nobody);

    file.update(tokens -> tokens.with(token("cpsk_b", false)));

    assertThat(Files.getOwner(file.path())).isEqualTo(nobody);
    assertThat(Files.getOwner(folder.resolve("tokens.json.lock"))).isEqualTo(nobody);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    TokenFile file = holding(REFERENCE);
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file.path());

    new TokenFile(link).update(tokens -> tokens.with(token("cpsk_b", false)));

    assertThat(link).isSymbolicLink();
    assertThat(file.read().byHash()).hasSize(2);
  }

  @Test
  void leavesNoDraftBehind() throws IOException {
    file().update(tokens -> tokens.with(token(TOKEN, false)));

    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("tokens.json", "tokens.json.lock");
    }
  }

  @Test
  void aFileThatCannotBeReadIsNotReplaced() throws IOException {
    TokenFile file = holding("{\"tokens\": {");

    assertThatThrownBy(() -> file.update(tokens -> tokens.with(token(TOKEN, false))))
        .isInstanceOf(IOException.class);
    assertThat(Files.readString(file.path())).isEqualTo("{\"tokens\": {");
  }

  @Test
  void writersAtTheSameTimeLoseNoTokenAndReadersSeeWholeFiles() throws Exception {
    int writers = 4;
    int each = 10;
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    AtomicBoolean writing = new AtomicBoolean(true);
    for (int writer = 0; writer < writers; writer++) {
      String prefix = "cpsk_" + writer + "_";
      threads.add(
          started(
              failures,
              () -> {
                for (int i = 0; i < each; i++) {
                  StoredToken added = token(prefix + i, false);
                  file().update(tokens -> tokens.with(added));
                }
              }));
    }
    Thread reader =
        started(
            failures,
            () -> {
              while (writing.get()) {
                file().read();
              }
            });
    for (Thread thread : threads) {
      thread.join(30_000);
    }
    writing.set(false);
    reader.join(30_000);

    assertThat(failures).isEmpty();
    assertThat(file().read().byHash()).hasSize(writers * each);
  }

  private interface Task {
    void run() throws IOException;
  }

  private static Thread started(List<Throwable> failures, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException | RuntimeException e) {
                synchronized (failures) {
                  failures.add(e);
                }
              }
            });
    thread.start();
    return thread;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"tokens\": []}",
        "{\"tokens\": {}} {}",
        "{\"tokens\": {\"cpsk_SECRET\": 1}}",
        "{\"tokens\": {\"cpsk_SECRET\": {}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [\"read\"]}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [1]}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [], \"expires_at\": \"soon\"}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [], \"expires_at\": 1735689600000}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [], \"metadata\": 1}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [], \"metadata\": {\"networks\": \"x\"}}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": [], \"metadata\": {\"max_sessions\": \"x\"}}}}",
        "{\"tokens\": {\"cpsk_SECRET\": {\"scopes\": []}, \"cpsk_SECRET\": {\"scopes\": []}}}",
        "{\"tokens\": {\"sha256:12\": {\"scopes\": []}}}",
        "{\"tokens\": {\"cpsk_SECRET\" \"cpsk_SECRET\"}}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]}",
      })
  void refusesAnythingElseNamingTheFileButNoToken(String json) throws IOException {
    TokenFile file = holding(json);

    assertThatThrownBy(file::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.path().toString())
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("SECRET");
  }

  @Test
  void aTokenIsFoundByItsBeginningAsFarAsTheFileKnowsIt() {
    StoredToken hashed = token(TOKEN, false);
    assertThat(hashed.isNamed(TOKEN)).isTrue();
    assertThat(hashed.isNamed("cpsk_0123456")).isTrue();
    assertThat(hashed.isNamed("cpsk_01234567")).isFalse();
    assertThat(hashed.isNamed("cpsk_1")).isFalse();
    StoredToken plain = token(TOKEN, true);
    assertThat(plain.isNamed(TOKEN.substring(0, 20))).isTrue();
    assertThat(plain.masked()).isEqualTo("cpsk_0123456...cdef");
  }

  @Test
  void aThousandTokensAreAllDifferentAndOfTheKnownForm() {
    assertThat(Stream.generate(TokenText::random).limit(1000).distinct())
        .hasSize(1000)
        .allMatch(token -> token.matches("cpsk_[0-9a-f]{32}"));
  }
}
