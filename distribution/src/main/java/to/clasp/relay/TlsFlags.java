package to.clasp.relay;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that secure all listeners. */
final class TlsFlags {

  /** Whether clients are asked for certificates. */
  enum ClientCertificates {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  @Option(
      names = "--cert",
      paramLabel = "PATH",
      description =
          "PEM file with the certificate and those of its issuers. With it every listener also"
              + " takes TLS; a changed file is taken while the relay runs.")
  Path cert;

  @Option(
      names = "--key",
      paramLabel = "PATH",
      description = "PEM file with the private key of the certificate, not encrypted.")
  Path key;

  @Option(
      names = "--self-signed",
      description = "TLS with a certificate of the relay's own; the log shows its fingerprint.")
  boolean selfSigned;

  @Option(names = "--tls-only", description = "Refuse clients without TLS.")
  boolean tlsOnly;

  @Option(
      names = "--client-ca",
      paramLabel = "PATH",
      description = "PEM file with the issuers of clients' certificates.")
  Path clientCa;

  @Option(
      names = "--client-certificates",
      paramLabel = "HOW",
      description = "Ask clients for certificates: none, optional or required (default: none).")
  ClientCertificates clientCertificates;

  /**
   * What is wrong with them, whatever the configuration files say.
   *
   * @return a text for people, or null
   */
  String wrong() {
    return selfSigned && (cert != null || key != null)
        ? "--self-signed excludes --cert and --key"
        : null;
  }

  /**
   * What they set in the configuration of a listener.
   *
   * @return values by key
   */
  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    if (selfSigned) {
      values.putAll(Map.of("selfSigned", true, "certificateFile", "", "keyFile", ""));
    }
    if (cert != null) {
      values.putAll(Map.of("selfSigned", false, "certificateFile", path(cert)));
    }
    if (key != null) {
      values.put("keyFile", path(key));
    }
    if (tlsOnly) {
      values.put("tlsOnly", true);
    }
    if (clientCa != null) {
      values.put("clientCaFile", path(clientCa));
    }
    if (clientCertificates != null) {
      values.put("clientCertificates", clientCertificates.name().toLowerCase(Locale.ROOT));
    }
    return values;
  }

  private static String path(Path file) {
    return file.toAbsolutePath().toString();
  }
}
