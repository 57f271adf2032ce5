package to.clasp.auth.internal.cert;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.use.Appraisal;
import to.clasp.auth.internal.use.Networks;
import to.clasp.auth.internal.use.Terms;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * What certificates are worth under one configuration.
 *
 * @param settings the configuration
 * @param revoked fingerprints of revoked certificates
 * @param clock the time
 */
record CertRules(CertSettings settings, Set<String> revoked, InstantSource clock)
    implements Appraisal<ShownCertificate> {

  @Override
  public Terms terms(ShownCertificate certificate) {
    List<Scope> scopes = scopes(certificate);
    if (scopes.isEmpty()) {
      throw refusal("this certificate allows nothing here");
    }
    if (revoked.contains(certificate.fingerprint())) {
      throw refusal("this certificate has been revoked");
    }
    Instant now = clock.instant();
    if (!now.isBefore(certificate.expiry())) {
      throw new ProtocolException(ErrorCode.TOKEN_EXPIRED, "this certificate has expired");
    }
    if (now.isBefore(certificate.validFrom())) {
      throw refusal("this certificate is not valid yet");
    }
    String subject = certificate.subject().getName(X500Principal.RFC2253);
    Grant grant = new Grant(subject, scopes, List.of(), certificate.expiry(), null, null);
    return settings.use().terms(grant, 0, Networks.ANY, false);
  }

  /** Of all mappings that apply. */
  List<Scope> scopes(ShownCertificate certificate) {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (CertMapping mapping : settings.mappings()) {
      if (mapping.certificates().test(certificate)) {
        scopes.addAll(mapping.scopes());
      }
    }
    return List.copyOf(scopes);
  }

  private static ProtocolException refusal(String message) {
    return new ProtocolException(ErrorCode.UNAUTHORIZED, message);
  }
}
