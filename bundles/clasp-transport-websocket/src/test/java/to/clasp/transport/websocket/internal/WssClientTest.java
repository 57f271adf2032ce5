package to.clasp.transport.websocket.internal;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TestCertificate;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.TlsOptions;

/** Whom our client believes. */
class WssClientTest {
  @TempDir private Path directory;
  private WssBench bench;
  private TestCertificate authority;

  @BeforeEach
  void prepare() {
    bench = new WssBench(directory);
    authority = bench.certificates.authority();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void serve(TestCertificate certificate) throws IOException {
    bench.open(bench.certificates.write(certificate));
  }

  private void assertRefused(ConnectOptions how, String reason) {
    URI to = bench.uri("wss");
    assertThatThrownBy(() -> bench.connect(to, how))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(to + ": TLS: ")
        .hasMessageContaining(reason);
    assertThat(bench.acceptor.handlers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void aTrustedServerIsBelievedWithAnyKindOfKey(String algorithm) throws Exception {
    TestCertificate server = authority.issue(algorithm, 30, "127.0.0.1");
    serve(server);
    RecordingHandler client = bench.connect();
    ConnectionInfo info = client.connection().info();
    assertThat(info.secure()).isTrue();
    assertThat(info.certificate()).contains(server.certificate());
    ConnectionInfo accepted = bench.acceptor.handlers().get(0).connection().info();
    assertThat(accepted.secure()).isTrue();
    assertThat(accepted.certificate()).isEmpty();
    bench.assertAlive(client, bench.acceptor.handlers().get(0));
  }

  @Test
  void aServerBehindAnIntermediateAuthorityIsBelievedBecauseItSendsTheWholeChain()
      throws Exception {
    serve(authority.intermediate("in between").issue("127.0.0.1"));
    bench.connect();
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() throws Exception {
    serve(TestCertificate.authority("somebody else").issue("127.0.0.1"));
    assertRefused(bench.certificates.trusting(), "the certificate is not trusted");
  }

  @Test
  void aPrivateAuthorityIsNotAmongThoseThatThePlatformTrusts() throws Exception {
    serve(authority.issue("127.0.0.1"));
    assertRefused(ConnectOptions.DEFAULT, "the certificate is not trusted");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    serve(authority.issue("localhost", "127.0.0.2"));
    assertRefused(bench.certificates.trusting(), "127.0.0.1");
    URI byName = URI.create(bench.uri("wss").toString().replace("127.0.0.1", "localhost"));
    bench.connect(byName, bench.certificates.trusting());
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    serve(authority.issue("EC", -1, "127.0.0.1"));
    assertRefused(bench.certificates.trusting(), "the certificate has expired");
  }

  /** The Java platform alone believes what is in its store for ever. */
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
    bench.connect(
        bench.uri("wss"),
        Certificates.options(new TlsOptions(List.of(server.certificate()), null)));
  }

  @Test
  void aServerWithoutTlsIsNamed() throws Exception {
    bench.open(TlsKeys.NONE);
    URI to = URI.create(bench.uri("ws").toString().replace("ws:", "wss:"));
    assertThatThrownBy(() -> bench.connect(to, bench.certificates.trusting()))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(to + ": TLS: ");
  }
}
