package to.clasp.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;

class ClientTlsTest {
  private static final TestCertificate AUTHORITY = TestCertificate.authority("authority");

  @Test
  void equalOptionsShareAContext() throws IOException {
    ClientTls tls = new ClientTls();
    TestCertificate me = AUTHORITY.issue("me");
    TlsOptions one = options(me);
    assertThat(tls.context(one)).isSameAs(tls.context(options(me)));
    assertThat(tls.context(one)).isNotSameAs(tls.context(TlsOptions.DEFAULT));
  }

  @Test
  void anyNumberOfOptionsTakesBoundedMemory() throws IOException {
    ClientTls tls = new ClientTls();
    TlsOptions first = options(AUTHORITY.issue("first"));
    Object before = tls.context(first);
    for (int i = 0; i < 16; i++) {
      tls.context(options(AUTHORITY.issue("client " + i)));
    }
    assertThat(tls.context(first)).isNotSameAs(before);
  }

  private static TlsOptions options(TestCertificate me) {
    return new TlsOptions(List.of(AUTHORITY.certificate()), new TlsIdentity(me.key(), me.chain()));
  }

  @Test
  void theHostOfAUriLosesItsBrackets() {
    assertThat(ClientTls.host(URI.create("wss://[::1]:7330/clasp"))).isEqualTo("::1");
    assertThat(ClientTls.host(URI.create("wss://localhost"))).isEqualTo("localhost");
  }

  @Test
  void onlyReasonsOfTlsAreCalledSo() {
    assertThat(ClientTls.reason(new IOException("broken pipe"))).isEqualTo("broken pipe");
    assertThat(ClientTls.reason(new IOException(new SSLException("bad\nworse"))))
        .isEqualTo("TLS: bad");
  }
}
