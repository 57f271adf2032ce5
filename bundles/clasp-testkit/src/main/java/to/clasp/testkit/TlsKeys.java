package to.clasp.testkit;

import java.nio.file.Path;
import java.util.Map;

/**
 * The keys about TLS in the configuration of a port.
 *
 * @param certificateFile PEM file, or empty
 * @param keyFile PEM file, or empty
 * @param selfSigned whether the process makes a certificate
 * @param tlsOnly whether plain text is refused
 * @param clientCertificates none, optional or required
 * @param clientCaFile PEM file, or empty
 */
public record TlsKeys(
    String certificateFile,
    String keyFile,
    boolean selfSigned,
    boolean tlsOnly,
    String clientCertificates,
    String clientCaFile) {
  /** A port without TLS. */
  public static final TlsKeys NONE = new TlsKeys("", "", false, false, "none", "");

  /**
   * A port that takes TLS and plain text.
   *
   * @param certificate PEM file
   * @param key PEM file
   * @return the keys
   */
  public static TlsKeys of(Path certificate, Path key) {
    return new TlsKeys(certificate.toString(), key.toString(), false, false, "none", "");
  }

  /**
   * The same without plain text.
   *
   * @return other keys
   */
  public TlsKeys only() {
    return new TlsKeys(
        certificateFile, keyFile, selfSigned, true, clientCertificates, clientCaFile);
  }

  /**
   * The same, but clients are asked for certificates.
   *
   * @param asked optional or required
   * @param ca PEM file with the issuers
   * @return other keys
   */
  public TlsKeys clients(String asked, Path ca) {
    return new TlsKeys(certificateFile, keyFile, selfSigned, tlsOnly, asked, ca.toString());
  }

  /**
   * For {@link ComponentConfig}.
   *
   * @return values by key
   */
  public Map<String, Object> values() {
    return Map.of(
        "certificateFile",
        certificateFile,
        "keyFile",
        keyFile,
        "selfSigned",
        selfSigned,
        "tlsOnly",
        tlsOnly,
        "clientCertificates",
        clientCertificates,
        "clientCaFile",
        clientCaFile);
  }
}
