package to.clasp.auth.internal.cpsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.pairing.Offers;
import to.clasp.auth.internal.pairing.Pairing;
import to.clasp.auth.internal.tokens.StoredToken;
import to.clasp.auth.internal.tokens.TokenFile;
import to.clasp.auth.internal.work.AuthWorker;
import to.clasp.auth.internal.work.FileWatch;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.transport.ConnectionInfo;

class CpskSchemeTest {
  private static final String TOKEN = "cpsk_0123456789abcdef0123456789abcdef";
  private static final String OTHER = "cpsk_ffffffffffffffffffffffffffffffff";
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private final Pairing pairing = new Pairing();
  private final FileWatch files = new FileWatch();
  private TokenFile file;
  private CpskScheme scheme;

  /** A configuration as the Configuration Admin gives it. */
  private record Config(String file, int tokenTtlSeconds, String runDirectory)
      implements CpskConfig {
    @Override
    public Class<? extends Annotation> annotationType() {
      return CpskConfig.class;
    }
  }

  @BeforeEach
  void start() throws IOException {
    file = new TokenFile(folder.resolve("tokens.json"));
    put(TOKEN, "read:/a/**", null, Map.of());
    put(OTHER, "write:/**", null, Map.of());
    scheme = scheme(config(file.path(), 0));
  }

  private CpskScheme scheme(Config config) throws IOException {
    return new CpskScheme(config, pairing, files, new AuthWorker());
  }

  private static Config config(Path tokens, int ttl) {
    return new Config(tokens.toString(), ttl, "");
  }

  @AfterEach
  void stop() {
    scheme.close();
  }

  private void put(String token, String scope, Instant expiry, Map<String, Object> metadata)
      throws IOException {
    StoredToken.Terms terms = new StoredToken.Terms(List.of(scope), "desk", expiry, metadata);
    file.update(all -> all.with(StoredToken.of(token, terms, Instant.now(), false)));
  }

  private AuthAnswer show(String token) throws Exception {
    return show(token, "127.0.0.1");
  }

  private AuthAnswer show(String token, String from) throws Exception {
    return show("lamp\u001b[2J 7", token, from);
  }

  private AuthAnswer show(String name, String token, String from) throws Exception {
    InetSocketAddress remote = new InetSocketAddress(from, 4711);
    ConnectionInfo info = new ConnectionInfo("test", remote, false, true, Optional.empty());
    return scheme
        .check(new Credentials(name, token, info))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private Grant granted(String token) throws Exception {
    AuthAnswer answer = show(token);
    assertThat(answer).isInstanceOf(AuthAnswer.Granted.class);
    return ((AuthAnswer.Granted) answer).grant();
  }

  private ErrorCode refused(String token) throws Exception {
    AuthAnswer answer = show(token);
    assertThat(answer).isInstanceOf(AuthAnswer.Refused.class);
    return ((AuthAnswer.Refused) answer).code();
  }

  private static CompletableFuture<ProtocolException> end(Grant grant) {
    CompletableFuture<ProtocolException> end = new CompletableFuture<>();
    grant.lease().onRevoked(end::complete);
    return end;
  }

  private static ErrorCode codeOf(CompletableFuture<ProtocolException> end) {
    return end.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join().code();
  }

  @Test
  void aTokenOfTheFileGrantsItsScopes() throws Exception {
    Grant grant = granted(TOKEN);

    assertThat(grant.subject()).isEqualTo("desk");
    assertThat(grant.mayRead("/a/b")).isTrue();
    assertThat(grant.mayWrite("/a/b")).isFalse();
    assertThat(grant.mayRead("/b")).isFalse();
    assertThat(grant.expiry()).isNull();
    assertThat(grant.issuedToken()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpsk_",
        "cpsk_0123456789abcdef0123456789abcdee",
        "cpsk_0123456789abcdef0123456789abcdef ",
        "cpsk_' OR 1=1 --",
        "cpsk_../../etc/passwd",
        "cpsk_\0",
        "cpsk_sha256:50759fe0e82838cff2460585b85d1efaeb4d82732a48871cbac153c952dc21a7",
        "admin_",
        "pair_",
        "pair_123456"
      })
  void aTokenThatIsNotInTheFileIsUnauthorized(String token) throws Exception {
    assertThat(refused(token)).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "cpsk", "CPSK_0123456789abcdef0123456789abcdef", "eyJhbGciOiJIUzI1"})
  void aTokenOfAnotherKindIsForOtherSchemes(String token) throws Exception {
    assertThat(show(token)).isEqualTo(AuthAnswer.NotMine.INSTANCE);
  }

  @Test
  void anExpiredTokenIsRefusedAsExpired() throws Exception {
    put(TOKEN, "read:/a/**", Instant.now().minusSeconds(2), Map.of());
    scheme.modified(config(file.path(), 0));

    assertThat(refused(TOKEN)).isEqualTo(ErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void aGrantEndsWithItsToken() throws Exception {
    Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 60);
    put(TOKEN, "read:/a/**", end, Map.of());
    scheme.modified(config(file.path(), 0));

    assertThat(granted(TOKEN).expiry()).isEqualTo(end.plusSeconds(1));
  }

  @Test
  void removalEndsTheSessionsOfTheTokenAndNoOthers() throws Exception {
    CompletableFuture<ProtocolException> end = end(granted(TOKEN));
    CompletableFuture<ProtocolException> other = end(granted(OTHER));

    file.update(all -> all.without(each -> each.isNamed(TOKEN)));

    assertThat(codeOf(end)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refused(TOKEN)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(other).isNotDone();
  }

  @Test
  void fewerScopesEndTheSessions() throws Exception {
    CompletableFuture<ProtocolException> end = end(granted(TOKEN));

    put(TOKEN, "read:/a/b", null, Map.of());

    assertThat(codeOf(end)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(granted(TOKEN).mayRead("/a/c")).isFalse();
  }

  @Test
  void aTokenThatIsAddedIsGoodSoon() throws Exception {
    String added = "cpsk_11111111111111111111111111111111";
    put(added, "read:/**", null, Map.of());

    long deadline = System.nanoTime() + DEADLINE.toNanos();
    AuthAnswer answer = show(added);
    while (!(answer instanceof AuthAnswer.Granted) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
      answer = show(added);
    }
    assertThat(answer).isInstanceOf(AuthAnswer.Granted.class);
  }

  @Test
  void aBrokenOrVanishedFileChangesNothingUntilItIsRepaired() throws Exception {
    CompletableFuture<ProtocolException> end = end(granted(TOKEN));
    byte[] good = Files.readAllBytes(file.path());

    Files.writeString(file.path(), "{\"tokens\": {");
    assertThatThrownBy(() -> scheme.modified(config(file.path(), 0)))
        .isInstanceOf(IOException.class);
    granted(TOKEN);
    Files.delete(file.path());
    granted(TOKEN);
    assertThat(end).isNotDone();

    Files.write(file.path(), good);
    file.update(all -> all.without(each -> each.isNamed(TOKEN)));
    assertThat(codeOf(end)).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aBrokenFileAtTheStartIsAFailureThatNamesIt() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{");
    assertThatThrownBy(() -> scheme(config(broken, 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(broken.toString());
    assertThatThrownBy(() -> scheme(new Config(null, 0, ""))).hasMessageContaining("file");
    assertThatThrownBy(() -> scheme(config(file.path(), -1)))
        .hasMessageContaining("tokenTtlSeconds");
  }

  @Test
  void anotherFileWithTheSameTokenDoesNotCutIt() throws Exception {
    CompletableFuture<ProtocolException> end = end(granted(TOKEN));
    CompletableFuture<ProtocolException> other = end(granted(OTHER));
    Path second = Files.copy(file.path(), folder.resolve("second.json"));
    new TokenFile(second).update(all -> all.without(each -> each.isNamed(OTHER)));

    scheme.modified(config(second, 7));

    assertThat(codeOf(other)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(end).isNotDone();
  }

  @Test
  void withoutTheSchemeItsSessionsEnd() throws Exception {
    CompletableFuture<ProtocolException> end = end(granted(TOKEN));
    CompletableFuture<ProtocolException> admin = end(granted(Offers.adminToken(pairing)));
    scheme.close();
    assertThat(codeOf(admin)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(codeOf(end)).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aTokenMayHaveBoundsOfItsOwn() throws Exception {
    put(TOKEN, "read:/a/**", null, Map.of("max_sessions", "1", "networks", "127.0.0.0/8,::1"));
    scheme.modified(config(file.path(), 0));

    assertThat(show(TOKEN, "192.0.2.1"))
        .isInstanceOfSatisfying(
            AuthAnswer.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
    Grant first = granted(TOKEN);
    assertThat(refused(TOKEN)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    first.lease().release();
    granted(TOKEN);
  }

  @Test
  void aPairingCodeGivesATokenThatIsGoodFromThenOn() throws Exception {
    String code = Offers.ask(pairing, "{\"scopes\":[\"write:/a/**\"],\"expires_in\":60}");

    Grant paired = granted(code);

    assertThat(paired.mayWrite("/a/b")).isTrue();
    assertThat(paired.mayWrite("/b")).isFalse();
    assertThat(paired.subject()).isEqualTo("lamp[2J 7");
    assertThat(paired.expiry()).isBetween(Instant.now(), Instant.now().plusSeconds(62));
    assertThat(granted(paired.issuedToken()).mayWrite("/a/b")).isTrue();
    assertThat(Files.readString(file.path())).doesNotContain(paired.issuedToken());
    assertThat(refused(code)).isEqualTo(ErrorCode.UNAUTHORIZED);
    CompletableFuture<ProtocolException> end = end(paired);
    file.update(all -> all.without(each -> each.isNamed(paired.issuedToken())));
    assertThat(codeOf(end)).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aNameThatIsCutInsideACharacterPairsAsWell() throws Exception {
    String code = Offers.ask(pairing, "{\"scopes\":[\"read:/**\"]}");

    assertThat(show("n".repeat(63) + "\ud83d\udca1", code, "127.0.0.1"))
        .isInstanceOfSatisfying(
            AuthAnswer.Granted.class,
            granted -> assertThat(granted.grant().subject()).isEqualTo("n".repeat(63)));
  }

  @Test
  void aPairedSessionOutlivesChangesOfOtherTokens() throws Exception {
    Grant paired = granted(Offers.ask(pairing, "{\"scopes\":[\"read:/**\"]}"));
    CompletableFuture<ProtocolException> end = end(paired);
    CompletableFuture<ProtocolException> other = end(granted(OTHER));

    file.update(all -> all.without(each -> each.isNamed(OTHER)));

    codeOf(other);
    assertThat(end).isNotDone();
  }

  @Test
  void theConfiguredLifetimeHoldsForCodesThatSayNone() throws Exception {
    scheme.modified(config(file.path(), 60));
    Grant paired = granted(Offers.ask(pairing, "{\"scopes\":[\"read:/**\"]}"));
    assertThat(paired.expiry()).isBetween(Instant.now(), Instant.now().plusSeconds(62));
  }

  @Test
  void theAdminTokenIsToldTheCode() throws Exception {
    String request = "{\"scopes\":[\"read:/**\"],\"subject\":\"door\"}";
    Grant admin = granted(Offers.adminToken(pairing) + request);

    assertThat(admin.mayAdmin("/any/thing")).isTrue();
    assertThat(granted(admin.issuedToken()).subject()).isEqualTo("door");
    assertThat(granted(Offers.adminToken(pairing)).issuedToken()).isNull();
    assertThat(refused(Offers.adminToken(pairing) + "{}")).isEqualTo(ErrorCode.INVALID_MESSAGE);
  }

  @Test
  void aFileThatCannotBeWrittenPairsNobody() throws Exception {
    String code = Offers.ask(pairing, "{\"scopes\":[\"read:/**\"]}");
    Files.writeString(file.path(), "broken");
    assertThat(refused(code)).isEqualTo(ErrorCode.INTERNAL_ERROR);
  }
}
