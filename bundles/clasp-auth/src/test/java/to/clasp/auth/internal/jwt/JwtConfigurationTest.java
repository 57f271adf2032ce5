package to.clasp.auth.internal.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.open;
import static to.clasp.auth.internal.Shown.refused;
import static to.clasp.auth.internal.Shown.token;
import static to.clasp.auth.internal.jwt.JwtBench.hs256;

import java.nio.file.Path;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** Which sessions a change of keys or configuration ends, and which changes are turned down. */
class JwtConfigurationTest {
  @TempDir private Path folder;
  private JwtBench bench;

  @BeforeEach
  void prepare() {
    bench = new JwtBench(folder).withSecret();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private CompletableFuture<ProtocolException> session(JwtScheme scheme, Object... claims) {
    return open(granted(scheme, token(hs256(claims))));
  }

  private static ErrorCode end(CompletableFuture<ProtocolException> session) throws Exception {
    return session.get(10, TimeUnit.SECONDS).code();
  }

  @Test
  void eachKeyEndsTheSessionsWhoseTokensItMakesInvalidAndNoOthers() {
    bench.with("acceptBare", true);
    JwtScheme scheme = bench.scheme();
    var plain = session(scheme, "sub", "plain");
    var issued = session(scheme, "iss", "me");
    var withoutEnd =
        open(granted(bench.with("requireExpiry", false).change(scheme), token(hs256("exp", null))));
    var bare = open(granted(scheme, token(hs256("sub", "bare").substring(4))));

    bench.change(scheme);
    bench.with("leewaySeconds", 30).with("maxSessionsPerToken", 1).change(scheme);
    bench.with("networks", new String[] {"127.0.0.0/8"}).change(scheme);
    bench.with("spentFile", folder.resolve("spent").toString()).change(scheme);
    bench.with("oneTime", true).change(scheme);
    bench.with("keyId", "").change(scheme);
    assertThat(List.of(plain, issued, withoutEnd, bare)).noneMatch(CompletableFuture::isDone);

    bench.with("requireExpiry", true).change(scheme);
    assertThat(withoutEnd).isCompleted();
    assertThat(List.of(plain, issued, bare)).noneMatch(CompletableFuture::isDone);

    bench.with("acceptBare", false).change(scheme);
    assertThat(bare).isCompleted();
    assertThat(List.of(plain, issued)).noneMatch(CompletableFuture::isDone);

    bench.with("issuers", new String[] {"me"}).change(scheme);
    assertThat(plain).isCompleted();
    assertThat(issued).isNotDone();

    bench.with("networks", new String[] {"10.0.0.0/8"}).change(scheme);
    assertThat(issued.join().code()).isEqualTo(ErrorCode.FORBIDDEN);
    scheme.close();
  }

  @Test
  void aNewAudienceEndsTheSessionsOfTokensForOthers() {
    bench.with("audiences", new String[] {"a", "b"});
    JwtScheme scheme = bench.scheme();
    var first = session(scheme, "aud", "a");
    var second = session(scheme, "aud", "b");

    bench.with("audiences", new String[] {"b"}).change(scheme);

    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
  }

  @Test
  void aReplacedKeyEndsTheSessionsOfTokensSignedWithIt() throws Exception {
    bench.with("publicKeyFile", bench.write("pem", JwtBench.pem(JwtBench.ED25519.getPublic())));
    JwtScheme scheme = bench.scheme();
    var secret = session(scheme);
    var edwards =
        open(granted(scheme, token(JwtBench.signed(JwtBench.ED25519.getPrivate(), "EdDSA", null))));

    bench.write("pem", JwtBench.pem(JwtBench.pair("Ed25519", null).getPublic()));

    assertThat(end(edwards)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(secret).isNotDone();
  }

  @Test
  void aBrokenFileKeepsTheLastGoodOne() throws Exception {
    bench.with("revokedFile", bench.write("revoked", ""));
    JwtScheme scheme = bench.scheme();
    var session = session(scheme);
    var other = session(scheme, "jti", "1");

    bench.write("secret", "short");
    bench.write("revoked", "1\n");
    bench.awaitLook();
    granted(scheme, token(hs256()));
    assertThat(other).isNotDone();
    bench.write("secret", JwtBench.SECRET);

    assertThat(end(other)).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(session).isNotDone();
  }

  @Test
  void aRevokedIdEndsItsSessionsAndOpensNoOthers() throws Exception {
    bench.with("revokedFile", bench.write("revoked", "# none yet\n"));
    JwtScheme scheme = bench.scheme();
    var revoked = session(scheme, "jti", "a-1");
    var other = session(scheme, "jti", "a-2");

    bench.write("revoked", "# stolen\n a-1 \n");

    assertThat(revoked.get(20, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refused(scheme, token(hs256("jti", "a-1"))).message()).contains("revoked");
    assertThat(other).isNotDone();
  }

  @Test
  void allSessionsEndWithTheScheme() {
    JwtScheme scheme = bench.scheme();
    var session = session(scheme);

    scheme.close();

    assertThat(session).isCompleted();
  }

  @Test
  void aWrongConfigurationIsTurnedDownAndNamesTheKey() {
    JwtScheme scheme = bench.scheme();
    for (Map.Entry<String, Object> wrong :
        Map.<String, Object>of(
                "leewaySeconds", 301,
                "maxSessionsPerToken", -1,
                "networks", new String[] {"x"},
                "secretFile", folder.resolve("missing").toString(),
                "publicKeyFile", bench.write("no", "nothing"),
                "jwksFile", bench.write("no.json", "nothing"),
                "revokedFile", folder.resolve("missing").toString(),
                "spentFile", folder.resolve("missing/x").toString(),
                "oneTime", true)
            .entrySet()) {
      JwtBench changed = new JwtBench(folder).withSecret().with(wrong.getKey(), wrong.getValue());
      String named =
          wrong.getValue() instanceof String file
              ? Path.of(file).getFileName().toString()
              : wrong.getKey();

      assertThatThrownBy(() -> changed.change(scheme))
          .hasMessageContaining(JwtScheme.PID)
          .hasMessageContaining(named.equals("x") ? "spentFile" : named);
      granted(scheme, token(hs256()));
    }
    bench.with("secretFile", "");
    assertThatThrownBy(() -> bench.change(scheme)).hasMessageContaining("secretFile");
  }

  @Test
  void weakAndMisplacedKeysAreTurnedDown() {
    assertWrongPem(JwtBench.pem(JwtBench.pair("RSA", weakRsa()).getPublic()), "1024 bits");
    assertWrongPem(
        JwtBench.pem(JwtBench.pair("EC", new ECGenParameterSpec("secp384r1")).getPublic()),
        "P-256");
    assertWrongPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "PRIVATE KEY");
    assertWrongPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "neither RSA");
    bench.with("secretFile", bench.write("weak", "x".repeat(31)));
    assertThatThrownBy(bench::scheme).hasMessageContaining("31 bytes");
  }

  private static AlgorithmParameterSpec weakRsa() {
    return new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4);
  }

  private void assertWrongPem(String pem, String message) {
    JwtBench other = new JwtBench(folder).with("publicKeyFile", bench.write("wrong", pem));
    assertThatThrownBy(other::scheme)
        .hasMessageContaining("publicKeyFile")
        .hasMessageContaining(message);
  }

  @Test
  void readsAKeySetAndPassesOverKeysForOtherPurposes() throws Exception {
    bench.with("secretFile", "");
    bench.with(
        "jwksFile",
        bench.write(
            "jwks",
            jwks(
                jwk(JwtBench.RSA.getPublic(), "kid", "r", "use", "sig", "alg", "RS256"),
                jwk(JwtBench.P256.getPublic(), "kid", "e"),
                jwk(JwtBench.ED25519.getPublic(), "kid", "d", "use", "enc"),
                Map.of(
                    "kty",
                    "oct",
                    "kid",
                    "h",
                    "k",
                    JwtBench.part(JwtBench.SECRET),
                    "alg",
                    "HS512"))));
    JwtScheme scheme = bench.scheme();

    granted(scheme, token(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", "r")));
    granted(scheme, token(JwtBench.signed(JwtBench.P256.getPrivate(), "ES256", "e")));
    refused(scheme, token(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", "e")));
    refused(scheme, token(JwtBench.signed(JwtBench.ED25519.getPrivate(), "EdDSA", "d")));
    refused(scheme, token(hs256()));
  }

  @Test
  void aTokenThatNamesNoneOfSeveralKeysIsRefused() throws Exception {
    var other = JwtBench.pair("Ed25519", null);
    bench.with(
        "jwksFile",
        bench.write(
            "jwks",
            jwks(
                jwk(other.getPublic(), "kid", "a"),
                jwk(JwtBench.ED25519.getPublic(), "kid", "b"))));
    JwtScheme scheme = bench.scheme();

    assertThat(refused(scheme, token(JwtBench.signed(other.getPrivate(), "EdDSA", null))).message())
        .contains("which of several keys");
    granted(scheme, token(JwtBench.signed(other.getPrivate(), "EdDSA", "a")));
    refused(scheme, token(JwtBench.signed(other.getPrivate(), "EdDSA", "b")));
  }

  @Test
  void aPrivateKeyOrTheSameIdTwiceInAKeySetIsTurnedDown() throws Exception {
    bench.with("jwksFile", bench.write("jwks", jwks(jwk(JwtBench.RSA.getPublic(), "d", "AQAB"))));
    assertThatThrownBy(bench::scheme).hasMessageContaining("private key");

    bench.write(
        "jwks",
        jwks(
            jwk(JwtBench.ED25519.getPublic(), "kid", "a"),
            jwk(JwtBench.pair("Ed25519", null).getPublic(), "kid", "a")));
    assertThatThrownBy(bench::scheme).hasMessageContaining("same id 'a'");
  }

  private static Map<String, Object> jwk(Key key, String... more) throws JoseException {
    Map<String, Object> fields =
        new LinkedHashMap<>(
            JsonWebKey.Factory.newJwk(key).toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private static String jwks(Object... keys) {
    return JsonUtil.toJson(Map.of("keys", List.of(keys)));
  }
}
