package to.clasp.transport.netty.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.netty.TlsMaterial;
import to.clasp.transport.netty.TlsSettings;

class TlsFilesTest {
  private static final TestCertificate AUTHORITY = TestCertificate.authority("authority");

  @TempDir private Path directory;
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    TestCertificate server = AUTHORITY.intermediate("in between").issue("localhost");
    certificate = server.writeChain(directory.resolve("cert.pem"));
    key = server.writeKey(directory.resolve("key.pem"));
  }

  private TlsMaterial read() throws IOException {
    return TlsFiles.identity(
        TlsSettings.of(certificate.toString(), key.toString(), false, false, "", ""), List.of());
  }

  @Test
  void theWholeChainIsRead() throws IOException {
    assertThat(read().chain())
        .extracting(each -> each.getSubjectX500Principal().getName())
        .containsExactly("CN=localhost", "CN=in between", "CN=authority");
  }

  @Test
  void certificateAndKeyMayLieInOneFileWithCommentsAndWindowsLineEnds() throws IOException {
    String both = "Bag Attributes\n" + Files.readString(key) + "\n" + Files.readString(certificate);
    Files.writeString(certificate, both.replace("\n", "\r\n"));
    key = certificate;
    assertThat(read().chain()).hasSize(3);
  }

  @Test
  void aMissingFileIsNamed() {
    certificate = directory.resolve("absent.pem");
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessage("certificateFile " + certificate + ": no such file");
  }

  @Test
  void aDirectoryIsNamed() {
    key = directory;
    assertThatThrownBy(this::read).hasMessage("keyFile " + directory + ": is a directory");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'holds no PEM text'",
    "nonsense, 'holds no PEM text'",
    "'-----BEGIN CERTIFICATE-----\nAAAA', 'CERTIFICATE has no end, the file is incomplete'",
    "'-----BEGIN CERTIFICATE-----\n-----END PRIVATE KEY-----', 'CERTIFICATE has no end'",
    "'-----BEGIN CERTIFICATE-----\n#\n-----END CERTIFICATE-----', 'CERTIFICATE is not valid Base64'",
    "'-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'certificate 1 is not valid'",
    "'-----BEGIN OTHER-----\nAAAA\n-----END OTHER-----', 'holds no certificate, but OTHER'"
  })
  void whatIsNoCertificateIsNamed(String text, String message) throws IOException {
    Files.writeString(certificate, text);
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("certificateFile " + certificate + ": " + message);
  }

  @Test
  void aFileThatIsCutOffAnywhereIsAnErrorAndNothingElse() throws IOException {
    String whole = Files.readString(certificate);
    int chain = whole.indexOf("-----END");
    for (int size = 0; size < chain; size += 7) {
      Files.writeString(certificate, whole.substring(0, size));
      assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    Files.write(key, new byte[(1 << 20) + 1]);
    assertThatThrownBy(this::read).hasMessageContaining("is larger than 1048576 bytes");
  }

  @Test
  void theKeyOfAnotherCertificateIsNamed() throws IOException {
    AUTHORITY.issue("another").writeKey(key);
    assertThatThrownBy(this::read)
        .hasMessage(
            "keyFile %s: is not the key of the first certificate in certificateFile %s",
            key, certificate);
  }

  @Test
  void aKeyOfAnotherKindIsNamed() throws IOException {
    AUTHORITY.issue("RSA", 30, "another").writeKey(key);
    assertThatThrownBy(this::read).hasMessageContaining("is not the key of the first certificate");
  }

  @Test
  void aChainInTheWrongOrderIsNamed() throws IOException {
    TestCertificate server = AUTHORITY.intermediate("in between").issue("localhost");
    TestCertificate wrong =
        new TestCertificate(
            server.key(),
            List.of(server.certificate(), AUTHORITY.certificate(), server.chain().get(1)));
    wrong.writeChain(certificate);
    server.writeKey(key);
    assertThatThrownBy(this::read)
        .hasMessageContaining(certificate.toString())
        .hasMessageContaining("certificate 2 is not that of the issuer of certificate 1");
  }
}
