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
import java.util.regex.Pattern;
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
  private static final int MAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int IP = 7;
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

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
        if (name.get(1) instanceof String text && isName((Integer) name.get(0), text)) {
          names.add(text.toLowerCase(Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      // Names that cannot be read are no names: nothing is granted for them.
      return Set.of();
    }
    return names;
  }

  /**
   * Whether a text is a name of its kind and can be none of another kind: an authority that checks
   * mail addresses may not have checked that one of them looks like a host.
   *
   * @param kind as RFC 5280 numbers them
   */
  static boolean isName(int kind, String text) {
    boolean address = IP_ADDRESS.matcher(text).matches();
    return switch (kind) {
      case MAIL -> text.contains("@") && !text.contains(":");
      case DNS -> !address && !text.contains("@") && !text.contains(":");
      case URI -> !address && text.contains(":");
      case IP -> address;
      default -> false;
    };
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
