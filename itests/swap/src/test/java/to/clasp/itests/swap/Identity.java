package to.clasp.itests.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import to.clasp.testkit.RawClient;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Limits;
import to.clasp.transport.TlsOptions;

/** A certificate for endpoints on this machine, and clients' trust in it. */
final class Identity {
  private final TestCertificate authority = TestCertificate.authority("swap");
  private final Map<String, String> settings = new TreeMap<>();

  Identity(Path folder) {
    TestCertificate server = authority.issue("127.0.0.1");
    try {
      settings.put("certificateFile", server.writeChain(folder.resolve("cert.pem")).toString());
      settings.put("keyFile", server.writeKey(folder.resolve("key.pem")).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the configuration of an endpoint. */
  Map<String, String> settings() {
    return settings;
  }

  TlsOptions trust() {
    return new TlsOptions(List.of(authority.certificate()), null);
  }

  ConnectOptions options() {
    return new ConnectOptions(RawClient.TIMEOUT, Limits.LARGEST_FRAME, trust());
  }
}
