package to.clasp.auth.internal.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.refused;
import static to.clasp.auth.internal.Shown.token;
import static to.clasp.auth.internal.jwt.JwtBench.NOW;
import static to.clasp.auth.internal.jwt.JwtBench.claims;
import static to.clasp.auth.internal.jwt.JwtBench.hs256;
import static to.clasp.auth.internal.jwt.JwtBench.part;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.ErrorCode;

/** Tokens that somebody makes who has no key, or the wrong one. */
class JwtAttackTest {
  private static final String CLAIMS = "{\"exp\":" + (NOW.getEpochSecond() + 60) + "}";

  @TempDir private Path folder;
  private JwtBench bench;
  private JwtScheme scheme;

  @BeforeEach
  void open() {
    bench = new JwtBench(folder);
    bench.with(
        "publicKeyFile",
        bench.write("pem", JwtBench.pem(JwtBench.RSA.getPublic(), JwtBench.P256.getPublic())));
    scheme = bench.scheme();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void assertRefused(String shown) {
    assertThat(refused(scheme, token(shown)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aPublicKeyIsNotASecret() {
    byte[] encoded = JwtBench.RSA.getPublic().getEncoded();
    for (byte[] secret : List.of(encoded, JwtBench.pem(JwtBench.RSA.getPublic()).getBytes())) {
      assertRefused("ext_" + JwtBench.signed("HS256", new HmacKey(secret), null, claims()));
    }
  }

  @Test
  void aPublicKeyIsNotASecretWhereSecretsAreAcceptedToo() {
    scheme = bench.withSecret().scheme();

    granted(scheme, token(hs256()));
    assertRefused(
        "ext_"
            + JwtBench.signed(
                "HS256", new HmacKey(JwtBench.RSA.getPublic().getEncoded()), null, claims()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "HS384", "RS512", "PS256", "ES384", ""})
  void noOtherAlgorithmIsAccepted(String algorithm) {
    String unsigned = part("{\"alg\":\"" + algorithm + "\"}") + "." + part(CLAIMS) + ".";

    assertRefused("ext_" + unsigned);
    assertRefused("ext_" + unsigned + part("x".repeat(32)));
  }

  @Test
  void anotherAlgorithmOfTheSameKeyIsRefused() {
    assertRefused(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS512", null));
    assertRefused(JwtBench.signed(JwtBench.RSA.getPrivate(), "PS256", null));
  }

  @Test
  void aSignatureThatIsMissingCutChangedOrMovedIsRefused() {
    String good = JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", null, "sub", "a");
    String other = JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", null, "sub", "b");
    granted(scheme, token(good));
    String signed = good.substring(0, good.lastIndexOf('.'));
    String signature = good.substring(good.lastIndexOf('.') + 1);

    assertRefused(signed);
    assertRefused(signed + ".");
    assertRefused(good.substring(0, good.length() - 8));
    assertRefused(signed + "." + (signature.startsWith("A") ? "B" : "A") + signature.substring(1));
    assertRefused(other.substring(0, other.lastIndexOf('.')) + "." + signature);
    assertRefused(good + "." + signature);
    assertRefused(good + "=");
  }

  @Test
  void aSignatureOfZerosIsRefused() {
    String signed = part("{\"alg\":\"ES256\"}") + "." + part(CLAIMS) + ".";

    assertRefused(
        "ext_" + signed + Base64.getUrlEncoder().encodeToString(new byte[64]).replace("=", ""));
  }

  @Test
  void aKeyThatNobodyTrustsIsRefused() {
    KeyPair stranger = JwtBench.pair("Ed25519", null);
    scheme =
        bench
            .with("publicKeyFile", bench.write("p", JwtBench.pem(JwtBench.ED25519.getPublic())))
            .scheme();

    assertRefused(JwtBench.signed(stranger.getPrivate(), "EdDSA", null));
    granted(scheme, token(JwtBench.signed(JwtBench.ED25519.getPrivate(), "EdDSA", null)));
  }

  @Test
  void aTokenThatNamesAnotherKeyIsRefused() {
    scheme = bench.with("keyId", "k1").scheme();
    scheme.close();
    bench.with("publicKeyFile", bench.write("one", JwtBench.pem(JwtBench.RSA.getPublic())));
    scheme = bench.scheme();

    granted(scheme, token(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", "k1")));
    granted(scheme, token(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", null)));
    assertRefused(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", "k2"));
    assertRefused(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", ""));
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsIgnored() {
    KeyPair own = JwtBench.pair("Ed25519", null);
    String header =
        "{\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}}";
    byte[] encoded = own.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);

    assertRefused(
        "ext_"
            + part(header.formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(raw)))
            + "."
            + part(CLAIMS)
            + "."
            + part("x".repeat(64)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"RS256\",\"crit\":[\"x\"]}",
        "{\"alg\":\"RS256\",\"b64\":false}",
        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
        "{\"alg\":[\"RS256\"]}",
        "{\"alg\":\"RS256\",\"kid\":7}",
        "{\"alg\":\"RS256\"",
        "[]",
        "null",
        "7",
        "{}"
      })
  void aHeaderThatAsksForMoreOrCannotBeReadIsRefused(String header) {
    assertRefused("ext_" + part(header) + "." + part(CLAIMS) + "." + part("x".repeat(256)));
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (String shown :
        List.of(
            "",
            ".",
            "..",
            "...",
            "a",
            "a.b",
            "a.b.c",
            "a.b.c.d",
            "é.b.c",
            "a b.c.d",
            "v4.public.x",
            "' OR 1=1 --",
            "<script>",
            "../../etc/passwd",
            "\0",
            "{}.{}.{}")) {
      assertRefused("ext_" + shown);
    }
  }

  @Test
  void anOversizedTokenIsRefusedUnread() {
    assertRefused("ext_" + "a".repeat(60_000));
    assertRefused("ext_" + ".".repeat(60_000));
    String large = JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", null, "x", "y".repeat(8000));
    assertThat(refused(scheme, token(large)).message()).contains("longer than 8192");
  }

  @Test
  void deepNestingCostsNoStack() {
    String deep = "[".repeat(2900);

    assertRefused("ext_" + part("{\"alg\":\"RS256\",\"x\":" + deep) + "." + part(CLAIMS) + ".eA");
    scheme = bench.withSecret().scheme();
    String claims = "{\"a\":" + "[".repeat(1400) + "]".repeat(1400) + "}";
    String signed = part("{\"alg\":\"HS256\"}") + "." + part(claims);
    assertRefused("ext_" + signed + "." + part("x".repeat(32)));
  }

  @Test
  void anyChangeOfAnyCharacterIsRefused() {
    scheme = bench.withSecret().scheme();
    String good = hs256("sub", "a");
    Random random = new Random(5);
    for (int at = "ext_".length(); at < good.length() - 1; at++) {
      char changed = "ABCDabcd0123-_.".charAt(random.nextInt(15));
      if (changed != good.charAt(at)) {
        assertRefused(good.substring(0, at) + changed + good.substring(at + 1));
      }
    }
  }

  @Test
  void theOtherSignatureThatFitsAnEs256TokenIsNotAnotherToken() {
    bench.with("spentFile", folder.resolve("spent").toString()).with("oneTime", true);
    scheme = bench.scheme();
    String good = JwtBench.signed(JwtBench.P256.getPrivate(), "ES256", null);
    String signed = good.substring(0, good.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(signed.length()));
    BigInteger order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    byte[] other = order.subtract(new BigInteger(1, signature, 32, 32)).toByteArray();
    byte[] twin = Arrays.copyOf(signature, 64);
    Arrays.fill(twin, 32, 64, (byte) 0);
    int length = Math.min(32, other.length);
    System.arraycopy(other, other.length - length, twin, 64 - length, length);

    granted(scheme, token(good)).lease().release();

    String replayed = signed + Base64.getUrlEncoder().withoutPadding().encodeToString(twin);
    assertThat(replayed).isNotEqualTo(good);
    assertThat(refused(scheme, token(replayed)).message()).contains("has been used");
    scheme.close();
  }

  @Test
  void claimsThatCannotBeUnderstoodAreRefused() {
    scheme = bench.withSecret().scheme();
    for (Map.Entry<String, Object> claim :
        Map.<String, Object>ofEntries(
                Map.entry("exp", "soon"),
                Map.entry("nbf", 1e300),
                Map.entry("iat", List.of()),
                Map.entry("sub", 7),
                Map.entry("jti", Map.of()),
                Map.entry("iss", List.of("a")),
                Map.entry("aud", 5),
                Map.entry("once", "yes"),
                Map.entry("max_sessions", 0),
                Map.entry("networks", List.of()),
                Map.entry("scopes", List.of("fly:/a")),
                Map.entry("scope", "openid profile"),
                Map.entry("sf", List.of()))
            .entrySet()) {
      assertThat(refused(scheme, token(hs256(claim.getKey(), claim.getValue()))).message())
          .contains("claim " + claim.getKey());
    }
  }

  @Test
  void aRestrictionThatIsNotUnderstoodIsRefusedNotIgnored() {
    scheme = bench.withSecret().scheme();
    for (Object sf :
        List.of(
            Map.of("write", List.of("/a"), "deny", List.of("/a/b")),
            Map.of("write", List.of("/a"), "constraints", Map.of("/a", Map.of("size", 5))),
            Map.of(
                "write", List.of("/a"), "constraints", Map.of("/a", Map.of("range", List.of(1)))),
            Map.of("write", List.of("/a"), "constraints", Map.of("/a", Map.of("maxRate", 0))),
            Map.of("write", List.of("/a"), "constraints", Map.of("a", Map.of())),
            Map.of("write", "/a"))) {
      assertThat(refused(scheme, token(hs256("sf", sf))).message()).contains("claim sf");
    }
  }

  @Test
  void tooManyScopesAreRefused() {
    scheme = bench.withSecret().scheme();

    assertThat(refused(scheme, token(hs256("scope", "r:/a ".repeat(101)))).message())
        .contains("more than 100");
  }

  @Test
  void noRefusalQuotesTheToken() {
    scheme = bench.withSecret().scheme();
    String good = hs256("sub", "secret-subject");
    String wrong = good.substring(0, good.length() - 10) + "AAAAAAAAAA";

    assertThat(refused(scheme, token(wrong)).message())
        .doesNotContain(good.substring(4, 20))
        .doesNotContain("secret-subject");
  }
}
