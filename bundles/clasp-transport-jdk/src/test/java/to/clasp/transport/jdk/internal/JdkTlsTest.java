package to.clasp.transport.jdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.RecordingAcceptor;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TestCertificate;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;

/** Whom the connector believes, and what it shows. */
class JdkTlsTest {
  @TempDir private Path directory;
  private final RecordingAcceptor acceptor = new RecordingAcceptor();
  private Certificates certificates;
  private TestCertificate authority;
  private JdkFixture fixture;
  private URI uri;

  @BeforeEach
  void prepare() {
    certificates = new Certificates(directory);
    authority = certificates.authority();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void serve(TestCertificate certificate) throws IOException {
    serve(certificates.write(certificate));
  }

  private void serve(TlsKeys tls) throws IOException {
    fixture = JdkFixture.securedWith(tls);
    uri =
        fixture.start(acceptor, 0).stream()
            .filter(each -> each.getScheme().equals("wss"))
            .findFirst()
            .orElseThrow();
  }

  private void assertRefused(ConnectOptions how, String reason) {
    assertThatThrownBy(() -> fixture.connect(uri, how))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(uri + ": TLS: ")
        .hasMessageContaining(reason);
    assertThat(acceptor.handlers()).isEmpty();
  }

  @Test
  void aTrustedServerIsBelieved() throws Exception {
    serve(authority.issue("127.0.0.1"));
    RecordingHandler client = fixture.connect(uri, certificates.trusting());
    assertThat(client.connection().info().secure()).isTrue();
    assertThat(JdkFixture.accepted(acceptor, 0).connection().info().certificate()).isEmpty();
  }

  @Test
  void aPrivateAuthorityIsNotAmongThoseThatThePlatformTrusts() throws Exception {
    serve(authority.issue("127.0.0.1"));
    assertRefused(ConnectOptions.DEFAULT, "the certificate is not trusted");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    serve(authority.issue("localhost", "127.0.0.2"));
    assertRefused(certificates.trusting(), "127.0.0.1");
  }

  @Test
  void anExpiredCertificateIsRefusedEvenIfItIsTrustedItself() throws Exception {
    TestCertificate server = authority.issue("EC", -1, "127.0.0.1");
    serve(server);
    assertRefused(
        Certificates.options(new TlsOptions(List.of(server.certificate()), null)),
        "the certificate has expired");
  }

  @Test
  void aCertificateCanBeTrustedItself() throws Exception {
    TestCertificate server = authority.issue("127.0.0.1");
    serve(server);
    fixture.connect(uri, Certificates.options(new TlsOptions(List.of(server.certificate()), null)));
  }

  @Test
  void connectionsWithOtherOptionsDoNotInheritTrust() throws Exception {
    serve(authority.issue("127.0.0.1"));
    fixture.connect(uri, certificates.trusting());
    assertThatThrownBy(() -> fixture.connect(uri, ConnectOptions.DEFAULT))
        .hasMessageContaining("the certificate is not trusted");
  }

  @Test
  void aServerThatAsksIsShownTheIdentity() throws Exception {
    TestCertificate client = authority.intermediate("of clients").issue("a client");
    serve(certificates.server().clients("required", certificates.authorityFile()));
    TlsIdentity identity = new TlsIdentity(client.key(), client.chain());
    fixture.connect(uri, certificates.showing(identity));
    assertThat(JdkFixture.accepted(acceptor, 0).connection().info().certificate())
        .contains(client.certificate());
  }

  @Test
  void aServerWithoutTlsIsNamed() throws Exception {
    fixture = JdkFixture.plain();
    String plain = fixture.start(acceptor, 0).iterator().next().toString();
    uri = URI.create(plain.replace("ws:", "wss:"));
    assertRefused(certificates.trusting(), "");
  }
}
