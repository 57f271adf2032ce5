package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.protocol.Welcome;
import to.clasp.testkit.TestCertificate;

/** The flags of TLS on the shipped tree. */
class TlsIT {

  @TempDir private Path directory;

  private static BackgroundRelay start(String... flags) throws Exception {
    String[] all = new String[flags.length + 4];
    System.arraycopy(new String[] {"--host", "127.0.0.1", "--ws-port", "0"}, 0, all, 0, 4);
    System.arraycopy(flags, 0, all, 4, flags.length);
    return BackgroundRelay.start(all);
  }

  @Test
  void aRelayWithItsOwnCertificateTellsTheFingerprintAndTakesPlainTextToo() throws Exception {
    try (BackgroundRelay relay = start("--self-signed")) {
      URI uri = relay.uri();
      relay.awaitLine(line -> line.contains(" " + uri.toString().replace("ws:", "wss:")));
      String fingerprint = fingerprint(certificate(uri));
      relay.awaitLine(line -> line.contains(" INFO ") && line.contains(fingerprint));
      assertThat(TestClient.hello(uri).await(Welcome.class).name()).isEqualTo("CLASP Relay");
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
      assertThat(relay.leftovers()).isEmpty();
    }
  }

  @Test
  void aRelayForTlsOnlyListensForNothingElse() throws Exception {
    try (BackgroundRelay relay = start("--self-signed", "--tls-only")) {
      assertThat(relay.uri().getScheme()).isEqualTo("wss");
      certificate(relay.uri());
    }
  }

  @Test
  void aRenewedCertificateIsTakenWhileTheRelayRuns() throws Exception {
    TestCertificate authority = TestCertificate.authority("authority");
    TestCertificate first = authority.issue("127.0.0.1");
    Path cert = first.writeChain(directory.resolve("cert.pem"));
    Path key = first.writeKey(directory.resolve("key.pem"));
    try (BackgroundRelay relay = start("--cert", cert.toString(), "--key", key.toString())) {
      assertThat(certificate(relay.uri())).isEqualTo(first.certificate());
      TestCertificate second = authority.issue("127.0.0.1");
      second.writeKey(key);
      second.writeChain(cert);
      relay.awaitLine(line -> line.contains("is in use for new connections"));
      assertThat(certificate(relay.uri())).isEqualTo(second.certificate());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--cert /absent/cert.pem --key /absent/key.pem, certificateFile /absent/cert.pem: no such file",
    "--key /absent/key.pem, keyFile needs certificateFile",
    "--cert /absent/cert.pem, certificateFile needs keyFile",
    "--tls-only, 'tlsOnly needs certificateFile and keyFile, or selfSigned'",
    "--self-signed --client-certificates required, clientCertificates = required needs clientCaFile"
  })
  void whatIsMissingEndsTheStartWithOneLine(String flags, String reason) throws Exception {
    try (BackgroundRelay relay = start(flags.split(" "))) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .startsWith("clasp-relay: ")
          .endsWith(reason);
    }
  }

  /** What the relay shows; not verified. */
  private static X509Certificate certificate(URI uri) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout((int) BackgroundRelay.DEADLINE.toMillis());
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static String fingerprint(Certificate certificate) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
  }

  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
