package to.clasp.auth.internal.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static to.clasp.auth.internal.Shown.answer;
import static to.clasp.auth.internal.Shown.certificate;
import static to.clasp.auth.internal.Shown.granted;
import static to.clasp.auth.internal.Shown.open;
import static to.clasp.auth.internal.Shown.refused;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.auth.AuthAnswer;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.Configs;
import to.clasp.auth.internal.work.FileWatch;
import to.clasp.protocol.ErrorCode;

class CertSchemeTest {
  private static X509Certificate desk;

  @TempDir private Path folder;
  private final FileWatch files = new FileWatch();
  private final Map<String, Object> config = new HashMap<>();
  private Instant now = Instant.now();

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("store");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "desk",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=desk, O=Studio",
                "-validity",
                "2",
                "-ext",
                "san=dns:Desk.local,uri:clasp:desk",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    desk = (X509Certificate) keys.getCertificate("desk");
  }

  @ParameterizedTest
  @CsvSource({
    "1, boss@desk.local, true",
    "1, desk.local, false",
    "1, x:y@desk.local, false",
    "2, desk.local, true",
    "2, boss@desk.local, false",
    "2, clasp:desk, false",
    "2, 10.0.0.1, false",
    "6, clasp:desk, true",
    "6, desk.local, false",
    "6, fe80::1, false",
    "7, 10.0.0.1, true",
    "7, fe80:0:0:0:0:0:0:1, true",
    "4, cn=desk, false",
    "8, 1.2.3, false"
  })
  void aNameThatLooksLikeOneOfAnotherKindIsNone(int kind, String text, boolean isName) {
    assertThat(ShownCertificate.isName(kind, text)).isEqualTo(isName);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private CertConfig settings(String... mappings) {
    config.put("mappings", mappings);
    return Configs.of(CertConfig.class, config);
  }

  private CertScheme scheme(String... mappings) {
    return new CertScheme(files, Runnable::run, () -> now, settings(mappings));
  }

  private static String fingerprint() {
    return ShownCertificate.of(desk).fingerprint();
  }

  @Test
  void grantsWhatIsMappedToTheSubjectANameOrTheFingerprint() {
    String print = fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    for (String selector :
        List.of(
            "subject:cn=Desk,o=studio",
            "san:desk.local",
            "san:clasp:desk",
            "sha256:" + print,
            "any")) {
      Grant grant = granted(scheme(selector + " -> write:/a/**, read:/b"), certificate(desk, null));

      assertThat(grant.mayWrite("/a/x")).as(selector).isTrue();
      assertThat(grant.mayRead("/b")).isTrue();
      assertThat(grant.mayWrite("/b")).isFalse();
      assertThat(grant.subject()).isEqualTo("CN=desk,O=Studio");
      assertThat(grant.expiry()).isEqualTo(desk.getNotAfter().toInstant());
    }
  }

  @Test
  void grantsTheSumOfAllThatIsMappedToIt() {
    Grant grant =
        granted(
            scheme("any -> read:/a; san:desk.local -> read:/b", "san:other -> read:/c"),
            certificate(desk, ""));

    assertThat(grant.mayRead("/a")).isTrue();
    assertThat(grant.mayRead("/b")).isTrue();
    assertThat(grant.mayRead("/c")).isFalse();
  }

  @Test
  void noCertificateOneThatIsNotMappedOrATokenBesidesIsNotItsOwn() {
    CertScheme scheme = scheme("san:desk.local -> read:/a");

    assertThat(answer(scheme, certificate(null, null))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
    assertThat(answer(scheme, certificate(desk, "cpsk_x"))).isEqualTo(AuthAnswer.NotMine.INSTANCE);
    assertThat(answer(scheme("san:other -> read:/a"), certificate(desk, null)))
        .isEqualTo(AuthAnswer.NotMine.INSTANCE);
    assertThat(answer(scheme("subject:CN=desk -> read:/a"), certificate(desk, null)))
        .isEqualTo(AuthAnswer.NotMine.INSTANCE);
  }

  @Test
  void aCertificateThatIsNotValidNowIsRefused() {
    CertScheme scheme = scheme("any -> read:/a");

    now = desk.getNotAfter().toInstant();
    assertThat(refused(scheme, certificate(desk, null)).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    now = desk.getNotBefore().toInstant().minusSeconds(1);
    assertThat(refused(scheme, certificate(desk, null)).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aRevokedCertificateEndsItsSessions() throws Exception {
    Path revoked = Files.writeString(folder.resolve("revoked"), "");
    config.put("revokedFile", revoked.toString());
    CertScheme scheme = scheme("any -> read:/a");
    var session = open(granted(scheme, certificate(desk, null)));

    Files.writeString(revoked, fingerprint().toUpperCase(Locale.ROOT) + "\n");

    assertThat(session.get(10, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refused(scheme, certificate(desk, null)).message()).contains("revoked");
  }

  @Test
  void aSessionEndsWhenWhatItsCertificateAllowsChangesAndOtherwiseLivesOn() {
    CertScheme scheme = scheme("any -> read:/a");
    var session = open(granted(scheme, certificate(desk, null)));

    scheme.configure(settings("any -> read:/a"));
    scheme.configure(settings("any -> read:/a", "san:other -> read:/b"));
    config.put("maxSessionsPerToken", 1);
    scheme.configure(settings("san:desk.local -> read:/a"));
    config.put("networks", new String[] {"127.0.0.0/8"});
    scheme.configure(settings("san:desk.local -> read:/a"));
    assertThat(session).isNotDone();
    assertThat(refused(scheme, certificate(desk, null)).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);

    scheme.configure(settings("any -> read:/b"));
    assertThat(session).isCompleted();
  }

  @Test
  void aWrongMappingIsNamed() {
    for (String mapping :
        List.of(
            "any",
            "any -> fly:/a",
            "any ->",
            "cn:desk -> r:/a",
            "subject: -> r:/a",
            "subject:x -> r:/a",
            "sha256:00 -> r:/a")) {
      assertThatThrownBy(() -> scheme(mapping))
          .hasMessageContaining(CertScheme.PID)
          .hasMessageContaining(mapping);
    }
    assertThatThrownBy(this::scheme).hasMessageContaining("mappings is empty");
  }
}
