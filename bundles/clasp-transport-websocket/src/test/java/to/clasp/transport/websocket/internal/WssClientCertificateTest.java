package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.Certificates;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.TlsIdentity;

/** Whether clients show who they are. */
class WssClientCertificateTest {
  @TempDir private Path directory;
  private WssBench bench;
  private TestCertificate client;

  @BeforeEach
  void prepare() {
    bench = new WssBench(directory);
    client = bench.certificates.authority().intermediate("of clients").issue("a client");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void ask(String how) throws IOException {
    Certificates certificates = bench.certificates;
    bench.open(certificates.server().clients(how, certificates.authorityFile()));
  }

  private ConnectOptions showing(TestCertificate identity) {
    return bench.certificates.showing(new TlsIdentity(identity.key(), identity.chain()));
  }

  private ConnectionInfo connect(ConnectOptions how) throws Exception {
    int before = bench.acceptor.handlers().size();
    bench.connect(bench.uri("wss"), how);
    return bench.acceptor.handlers().get(before).connection().info();
  }

  private void assertRefused(ConnectOptions how) {
    assertThatThrownBy(() -> connect(how))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(bench.uri("wss").toString());
    assertThat(bench.acceptor.handlers()).isEmpty();
  }

  @Test
  void aServerThatDoesNotAskLearnsNothing() throws Exception {
    bench.open(bench.certificates.server());
    assertThat(connect(showing(client)).certificate()).isEmpty();
  }

  @Test
  void anOptionalCertificateIsKnownIfThereIsOne() throws Exception {
    ask("optional");
    assertThat(connect(showing(client)).certificate()).contains(client.certificate());
    assertThat(connect(bench.certificates.trusting()).certificate()).isEmpty();
  }

  /** The issuers that the server names are not its own, so the client shows nothing. */
  @Test
  void anOptionalCertificateOfAnotherAuthorityIsNotKnown() throws Exception {
    ask("optional");
    TestCertificate other = TestCertificate.authority("another").issue("a client");
    assertThat(connect(showing(other)).certificate()).isEmpty();
  }

  @Test
  void aRequiredCertificateIsKnown() throws Exception {
    ask("required");
    assertThat(connect(showing(client)).certificate()).contains(client.certificate());
  }

  @Test
  void aClientWithoutARequiredCertificateIsRefused() throws Exception {
    ask("required");
    assertRefused(bench.certificates.trusting());
  }

  @Test
  void aClientOfAnotherAuthorityIsRefusedWhereOneIsRequired() throws Exception {
    ask("required");
    assertRefused(showing(TestCertificate.authority("another").issue("a client")));
  }

  @Test
  void anExpiredCertificateIsRefusedEvenWhereItIsOptional() throws Exception {
    ask("optional");
    assertRefused(showing(bench.certificates.authority().issue("EC", -1, "a client")));
  }
}
