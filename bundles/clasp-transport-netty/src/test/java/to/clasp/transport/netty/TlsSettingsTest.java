package to.clasp.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {
  @Test
  void withoutKeysThereIsNoTls() {
    assertThat(TlsSettings.of("", null, false, false, "none", " ")).isNull();
  }

  @Test
  void keysOfTheConfigurationAreTaken() {
    assertThat(TlsSettings.of(" c.pem ", "k.pem", false, true, "Required", "ca.pem"))
        .isEqualTo(
            new TlsSettings(
                Path.of("c.pem"),
                Path.of("k.pem"),
                false,
                ClientCertificates.REQUIRED,
                Path.of("ca.pem"),
                true));
    assertThat(TlsSettings.of(null, null, true, false, null, null).selfSigned()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "c, '', false, false, none, '', certificateFile needs keyFile",
    "'', k, false, false, none, '', keyFile needs certificateFile",
    "c, k, true, false, none, '', selfSigned excludes certificateFile and keyFile",
    "'', '', false, true, none, '', 'tlsOnly needs certificateFile and keyFile, or selfSigned'",
    "'', '', false, false, optional, '', 'clientCertificates needs certificateFile and keyFile,"
        + " or selfSigned'",
    "'', '', false, false, none, ca, 'clientCaFile needs certificateFile and keyFile, or"
        + " selfSigned'",
    "c, k, false, false, none, ca, clientCaFile needs clientCertificates = optional or required",
    "c, k, false, false, required, '', clientCertificates = required needs clientCaFile",
    "c, k, false, false, maybe, ca, 'clientCertificates = ''maybe'' must be none, optional,"
        + " required'"
  })
  void whatDoesNotGoTogetherIsNamed(
      String certificate,
      String key,
      boolean selfSigned,
      boolean tlsOnly,
      String asked,
      String clientCa,
      String message) {
    assertThatThrownBy(() -> TlsSettings.of(certificate, key, selfSigned, tlsOnly, asked, clientCa))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whereCertificatesAreRequiredNobodyGetsInWithoutTls() {
    assertThat(TlsSettings.of("c", "k", false, false, "required", "ca").tlsOnly()).isTrue();
    assertThat(TlsSettings.of("c", "k", false, false, "optional", "ca").tlsOnly()).isFalse();
  }

  @Test
  void aPathThatCannotBeIsNamed() {
    assertThatThrownBy(() -> TlsSettings.of("a\0b", "k", false, false, "none", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("certificateFile = ");
  }
}
