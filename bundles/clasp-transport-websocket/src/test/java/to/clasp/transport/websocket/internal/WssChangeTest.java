package to.clasp.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.testkit.RecordingHandler;
import to.clasp.testkit.TestCertificate;
import to.clasp.testkit.TlsKeys;
import to.clasp.transport.CloseReason;
import to.clasp.transport.ConnectOptions;

/** What happens to connections when files or configuration change. */
class WssChangeTest {
  @TempDir private Path directory;
  private WssBench bench;

  @BeforeEach
  void prepare() {
    bench = new WssBench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aChangedCertificateIsForNewConnectionsAndCutsNobody() throws Exception {
    bench.open(bench.certificates.server());
    RecordingHandler old = bench.connect();
    RecordingHandler leaving = bench.connect();
    TestCertificate next = bench.certificates.authority().issue("127.0.0.1");
    bench.certificates.write(next);
    awaitCertificate(next);
    bench.assertAlive(old, bench.acceptor.handlers().get(0));

    leaving.run(connection -> connection.close(CloseReason.NORMAL));
    leaving.awaitClosed();
    RecordingHandler back = bench.connect();
    assertThat(certificate(back)).isEqualTo(next.certificate());
  }

  private void awaitCertificate(TestCertificate wanted) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    RecordingHandler latest = bench.connect();
    while (!certificate(latest).equals(wanted.certificate())) {
      assertThat(System.nanoTime() - deadline).as("no new certificate within 20 s").isNegative();
      LockSupport.parkNanos(50_000_000);
      latest = bench.connect();
    }
  }

  private static X509Certificate certificate(RecordingHandler client) {
    return client.connection().info().certificate().orElseThrow();
  }

  @Test
  void tlsCanBeTurnedOnAndOffUnderLiveConnections() throws Exception {
    bench.open(TlsKeys.NONE);
    int port = bench.uri("ws").getPort();
    RecordingHandler plain = bench.connect(bench.uri("ws"), ConnectOptions.DEFAULT);
    change(bench.certificates.server().only());
    assertThat(bench.uri("wss").getPort()).isEqualTo(port);
    RecordingHandler secured = bench.connect();
    assertThat(secured.connection().info().secure()).isTrue();
    change(TlsKeys.NONE);
    assertThat(bench.transport.uris()).containsExactly(bench.uri("ws"));
    bench.connect(bench.uri("ws"), ConnectOptions.DEFAULT);
    bench.assertAlive(plain, bench.acceptor.handlers().get(0));
    bench.assertAlive(secured, bench.acceptor.handlers().get(1));
  }

  @Test
  void aChangeToFilesThatAreWrongIsNotTaken() throws Exception {
    TlsKeys good = bench.certificates.server();
    bench.open(good);
    Path broken = Files.writeString(directory.resolve("broken.pem"), "nothing");
    change(TlsKeys.of(broken, Path.of(good.keyFile())));
    assertThat(bench.transport.uris()).containsExactly(bench.uri("wss"), bench.uri("ws"));
    bench.connect();
  }

  private void change(TlsKeys next) {
    bench.transport.modified(Config.onPort(0).with(next).asAnnotation());
  }
}
