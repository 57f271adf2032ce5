package to.clasp.auth.internal.cert;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * What is kept of a certificate. That the client owns it, and that it is trusted, is the concern of
 * TLS.
 *
 * @param subject its distinguished name
 * @param names its alternative names, in lower case
 * @param fingerprint hex of its SHA-256
 * @param validFrom when it begins
 * @param expiry when it ends
 */
record ShownCertificate(
    X500Principal subject,
    Set<String> names,
    String fingerprint,
    Instant validFrom,
    Instant expiry) {

  static ShownCertificate of(X509Certificate certificate) {
    return new ShownCertificate(
        certificate.getSubjectX500Principal(),
        names(certificate),
        fingerprint(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** Those that are texts: DNS names, mail and IP addresses, URIs. */
  private static Set<String> names(X509Certificate certificate) {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> found = certificate.getSubjectAlternativeNames();
      for (List<?> name : found == null ? List.<List<?>>of() : found) {
        if (name.get(1) instanceof String text) {
          names.add(text.toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      // Names that cannot be read are no names: nothing is granted for them.
      return Set.of();
    }
    return names;
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
