package to.clasp.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TestCertificate;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.ConnectionInfo;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsIdentity;

class TcpsTest {
  @TempDir private Path directory;

  private TcpsBench bench;

  @BeforeEach
  void begin() {
    bench = new TcpsBench(directory);
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void onePortServesWithAndWithoutTls() throws Exception {
    bench.open(bench.certificates.server());
    assertThat(bench.transport.uris()).extracting(URI::getScheme).containsExactly("tcps", "tcp");
    RecordingHandler secured = bench.connect();
    bench.assertAlive(secured, handler(0));
    try (RawSocket plain = new RawSocket(bench.uri("tcp"))) {
      plain.sendFrame((byte) 1);
      assertThat(handler(1).awaitFrames(1)).hasSize(1);
    }
    assertThat(info(0).secure()).isTrue();
    assertThat(info(1).secure()).isFalse();
  }

  @Test
  void aPortForTlsOnlyRefusesPlainText() throws Exception {
    bench.open(bench.certificates.server().only());
    assertThat(bench.transport.uris()).extracting(URI::getScheme).containsExactly("tcps");
    try (RawSocket plain = new RawSocket(bench.uri("tcps"))) {
      plain.sendFrame((byte) 1);
      assertThat(plain.rest()).isEmpty();
    }
    bench.assertAlive(bench.connect(), handler(0));
    assertThat(bench.acceptor.handlers()).hasSize(1);
  }

  @Test
  void aServerThatIsNotTrustedOrHasAnotherNameIsRefusedAndTheReasonTold() throws Exception {
    bench.open(
        bench.certificates.write(TestCertificate.authority("other").issue("127.0.0.1")).only());
    assertRefused("the certificate is not trusted");
    bench.transport.close();
    bench.open(bench.certificates.write(bench.certificates.authority().issue("localhost")).only());
    assertRefused("127.0.0.1");
  }

  private void assertRefused(String why) {
    URI to = bench.uri("tcps");
    assertThatThrownBy(() -> bench.connect(to, bench.certificates.trusting()))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(to + ": TLS: ")
        .hasMessageContaining(why);
    assertThat(bench.acceptor.handlers()).isEmpty();
  }

  @Test
  void theCertificateOfAClientIsKnownToTheHandler() throws Exception {
    TestCertificate client = bench.certificates.authority().issue("client");
    bench.open(bench.certificates.server().clients("required", bench.certificates.authorityFile()));
    bench.connect(
        bench.uri("tcps"),
        bench.certificates.showing(new TlsIdentity(client.key(), client.chain())));
    assertThat(handler(0).connection().info().certificate()).contains(client.certificate());
  }

  @Test
  void plainTextIsNoWayAroundARequiredCertificate() throws Exception {
    bench.open(bench.certificates.server().clients("required", bench.certificates.authorityFile()));
    assertThat(bench.transport.uris()).extracting(URI::getScheme).containsExactly("tcps");
    try (RawSocket plain = new RawSocket(bench.uri("tcps"))) {
      plain.sendFrame((byte) 1);
      assertThat(plain.rest()).isEmpty();
    }
    assertThat(bench.acceptor.handlers()).isEmpty();
  }

  @Test
  void aSilentClientOfASecuredPortIsClosedInTimeAndDelaysNobody() throws Exception {
    bench.acceptor.limit(new Limits(Limits.LARGEST_FRAME, Duration.ofMillis(500), Duration.ZERO));
    bench.open(bench.certificates.server());
    try (RawSocket silent = new RawSocket(bench.uri("tcp"))) {
      bench.assertAlive(bench.connect(), handler(0));
      assertThat(silent.rest()).isEmpty();
    }
    assertThat(bench.acceptor.handlers()).hasSize(1);
  }

  @Test
  void bothEndsTellEachOtherTheReasonOfAClose() throws Exception {
    bench.open(bench.certificates.server());
    RecordingHandler first = bench.connect();
    handler(0).run(connection -> connection.close(CloseReason.POLICY));
    assertThat(first.awaitClosed()).hasMessageContaining(CloseReason.POLICY.text());
    RecordingHandler second = bench.connect();
    second.run(connection -> connection.close(CloseReason.NORMAL));
    assertThat(handler(1).awaitClosed()).isNull();
    assertThat(second.awaitClosed()).isNull();
  }

  @Test
  void aServerWithoutTlsIsNamed() throws Exception {
    bench.open(TlsKeys.NONE);
    URI to = URI.create(bench.uri("tcp").toString().replace("tcp:", "tcps:"));
    ConnectOptions how = bench.certificates.trusting();
    assertThatThrownBy(() -> bench.connect(to, how))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining(to + ": ");
  }

  private RecordingHandler handler(int number) {
    return bench.acceptor.awaitHandler(number);
  }

  private ConnectionInfo info(int number) {
    return handler(number).connection().info();
  }
}
