package to.clasp.auth.internal.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static to.clasp.auth.internal.Shown.answer;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.refused;
import static to.clasp.auth.internal.Shown.token;
import static to.clasp.auth.internal.jwt.JwtBench.NOW;
import static to.clasp.auth.internal.jwt.JwtBench.hs256;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Constraint;
import to.clasp.auth.Grant;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.ErrorCode;

class JwtSchemeTest {
  @TempDir private Path folder;
  private JwtBench bench;

  @BeforeEach
  void open() {
    bench = new JwtBench(folder).withSecret();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void acceptsEachAlgorithmWithItsKey() {
    bench.with(
        "publicKeyFile",
        bench.write(
            "pem",
            JwtBench.pem(
                JwtBench.RSA.getPublic(),
                JwtBench.P256.getPublic(),
                JwtBench.ED25519.getPublic())));
    JwtScheme scheme = bench.scheme();

    granted(scheme, token(hs256()));
    granted(scheme, token(JwtBench.signed(JwtBench.RSA.getPrivate(), "RS256", null)));
    granted(scheme, token(JwtBench.signed(JwtBench.P256.getPrivate(), "ES256", null)));
    granted(scheme, token(JwtBench.signed(JwtBench.ED25519.getPrivate(), "EdDSA", null)));
  }

  @Test
  void grantsWhatTheClaimsSay() {
    Grant grant =
        granted(
            bench.scheme(),
            token(
                hs256(
                    "sub", "desk",
                    "scopes", List.of("read:/a/**", "w:/b/*"),
                    "scope", "admin:/c read:/d,read:/e")));

    assertThat(grant.subject()).isEqualTo("desk");
    assertThat(grant.expiry()).isEqualTo(NOW.plusSeconds(60 + 30));
    assertThat(grant.mayRead("/a/x/y")).isTrue();
    assertThat(grant.mayWrite("/a/x")).isFalse();
    assertThat(grant.mayWrite("/b/x")).isTrue();
    assertThat(grant.mayAdmin("/c")).isTrue();
    assertThat(grant.mayRead("/d")).isTrue();
    assertThat(grant.mayRead("/e")).isTrue();
    assertThat(grant.mayRead("/f")).isFalse();
  }

  @Test
  void grantsWhatTheClaimOfTheProtocolSays() {
    Map<String, Object> bounds = Map.of("range", List.of(0, 1.5), "maxRate", 10);
    Grant grant =
        granted(
            bench.scheme(),
            token(
                hs256(
                    "sf",
                    Map.of(
                        "read", List.of("/a/**"),
                        "write", List.of("/b/**"),
                        "constraints", Map.of("/b/*", bounds)))));

    assertThat(grant.mayRead("/a/x")).isTrue();
    assertThat(grant.mayWrite("/a/x")).isFalse();
    assertThat(grant.mayWrite("/b/x")).isTrue();
    assertThat(grant.constraints())
        .containsExactly(new Constraint(AddressPattern.parse("/b/*"), 0.0, 1.5, 10.0));
  }

  @Test
  void aTokenWithoutScopesAllowsNothing() {
    assertThat(granted(bench.scheme(), token(hs256())).scopes()).isEmpty();
  }

  @Test
  void tokensOfOtherKindsAreNotItsOwn() {
    JwtScheme scheme = bench.scheme();
    String bare = hs256().substring("ext_".length());

    for (String other : List.of("", "cpsk_0", "cap_x", bare, "a.b.c")) {
      assertThat(answer(scheme, token(other))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
    }
    assertThat(answer(scheme, token(null))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
  }

  @Test
  void acceptsABareTokenOnlyWhereThatIsConfigured() {
    JwtScheme scheme = bench.with("acceptBare", true).scheme();

    granted(scheme, token(hs256().substring("ext_".length())));
    assertThat(answer(scheme, token("cpsk_0"))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "exp, -29, ",
    "exp, -30, TOKEN_EXPIRED",
    "nbf, 30, ",
    "nbf, 31, UNAUTHORIZED",
    "iat, 30, ",
    "iat, 31, UNAUTHORIZED"
  })
  void clocksMayDifferByTheLeeway(String claim, long seconds, ErrorCode code) {
    JwtScheme scheme = bench.scheme();
    String shown = hs256(claim, NOW.getEpochSecond() + seconds);

    if (code == null) {
      granted(scheme, token(shown));
    } else {
      assertThat(refused(scheme, token(shown)).code()).isEqualTo(code);
    }
  }

  @Test
  void aTokenMustExpireUnlessConfiguredOtherwise() {
    String shown = hs256("exp", null);

    assertThat(refused(bench.scheme(), token(shown)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(granted(bench.with("requireExpiry", false).scheme(), token(shown)).expiry())
        .isNull();
  }

  @Test
  void theIssuerAndTheAudienceMustBeTheConfiguredOnes() {
    bench.with("issuers", new String[] {"me, you"}).with("audiences", new String[] {"relay"});
    JwtScheme scheme = bench.scheme();

    granted(scheme, token(hs256("iss", "me", "aud", "relay")));
    granted(scheme, token(hs256("iss", "you", "aud", List.of("x", "relay"))));
    assertThat(refused(scheme, token(hs256("iss", "she", "aud", "relay"))).message())
        .contains("issuer");
    assertThat(refused(scheme, token(hs256("aud", "relay"))).message()).contains("issuer");
    assertThat(refused(scheme, token(hs256("iss", "me", "aud", "x"))).message())
        .contains("audience");
    assertThat(refused(scheme, token(hs256("iss", "me"))).message()).contains("audience");
  }

  @Test
  void aTokenForAnotherAudienceIsRefusedByARelayWithoutName() {
    assertThat(refused(bench.scheme(), token(hs256("aud", "x"))).message()).contains("audience");
  }

  @Test
  void aTokenMayBoundItsSessionsAndItsNetworks() {
    JwtScheme scheme = bench.scheme();
    String single = hs256("max_sessions", 1, "jti", "s");
    Grant first = granted(scheme, token(single));

    assertThat(refused(scheme, token(single)).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    first.lease().release();
    granted(scheme, token(single));

    String local = hs256("networks", List.of("127.0.0.0/8"));
    granted(scheme, token(local));
    assertThat(refused(scheme, token(local, new InetSocketAddress("10.0.0.1", 1))).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void theSameIdFromTwoIssuersAreTwoTokens() {
    JwtScheme scheme = bench.with("maxSessionsPerToken", 1).scheme();

    granted(scheme, token(hs256("iss", "a", "jti", "1")));
    granted(scheme, token(hs256("iss", "b", "jti", "1")));
    assertThat(refused(scheme, token(hs256("iss", "b", "jti", "1", "sub", "else"))).code())
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void aOneTimeTokenOpensOneSessionEvenAfterARestart() {
    bench.with("spentFile", folder.resolve("spent").toString());
    JwtScheme scheme = bench.scheme();
    granted(scheme, token(hs256("once", true, "jti", "1"))).lease().release();

    assertThat(refused(scheme, token(hs256("once", true, "jti", "1"))).message())
        .contains("has been used");
    granted(scheme, token(hs256("jti", "2"))).lease().release();
    granted(scheme, token(hs256("jti", "2")));
    scheme.close();
    JwtScheme again = bench.scheme();
    assertThat(refused(again, token(hs256("once", true, "jti", "1"))).message())
        .contains("has been used");
    granted(again, token(hs256("once", true, "jti", "3")));
    again.close();
  }

  @Test
  void aRefusedSessionDoesNotSpendAOneTimeToken() {
    bench.with("spentFile", folder.resolve("spent").toString());
    JwtScheme scheme = bench.scheme();
    String shown = hs256("once", true, "networks", List.of("10.0.0.0/8"));

    refused(scheme, token(shown));
    refused(scheme, token(hs256("once", true, "nbf", NOW.getEpochSecond() + 1000)));
    granted(scheme, token(shown, new InetSocketAddress("10.0.0.1", 1)));
    scheme.close();
  }
}
