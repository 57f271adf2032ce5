package to.clasp.auth.internal.jwt;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Set;
import to.clasp.auth.Grant;
import to.clasp.auth.internal.use.Appraisal;
import to.clasp.auth.internal.use.Terms;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * What tokens are worth under one configuration.
 *
 * @param settings the configuration
 * @param keys the keys in its files
 * @param revoked the revoked ids
 * @param clock the time
 */
record JwtRules(JwtSettings settings, KeyRing keys, Set<String> revoked, InstantSource clock)
    implements Appraisal<VerifiedJwt> {

  @Override
  public Terms terms(VerifiedJwt token) {
    JwtClaims claims = token.claims();
    if (!keys.contains(token.key())) {
      throw refusal("the key of this token is no longer accepted");
    }
    if (token.bare() && !settings.acceptBare()) {
      throw refusal("a JSON Web Token must be shown with the prefix ext_");
    }
    checkParties(claims);
    checkTimes(claims);
    if (claims.id() != null && revoked.contains(claims.id())) {
      throw refusal("this token has been revoked");
    }
    Instant expiry = claims.expiry() == null ? null : claims.expiry().plus(settings.leeway());
    Grant grant =
        new Grant(claims.subject(), claims.scopes(), claims.constraints(), expiry, null, null);
    return settings.use().terms(grant, claims.maxSessions(), claims.networks(), claims.once());
  }

  private void checkParties(JwtClaims claims) {
    if (!settings.issuers().isEmpty()
        && (claims.issuer() == null || !settings.issuers().contains(claims.issuer()))) {
      throw refusal("the issuer of this token is not accepted here");
    }
    boolean forAnybody = claims.audiences().isEmpty() && settings.audiences().isEmpty();
    if (!forAnybody && Collections.disjoint(claims.audiences(), settings.audiences())) {
      throw refusal("this token is for another audience");
    }
  }

  private void checkTimes(JwtClaims claims) {
    Instant now = clock.instant();
    if (claims.expiry() == null && settings.requireExpiry()) {
      throw refusal("a token must say when it expires");
    }
    if (claims.expiry() != null && !now.isBefore(claims.expiry().plus(settings.leeway()))) {
      throw new ProtocolException(ErrorCode.TOKEN_EXPIRED, "this token has expired");
    }
    Instant latest = now.plus(settings.leeway());
    if (claims.notBefore() != null && claims.notBefore().isAfter(latest)) {
      throw refusal("this token is not valid yet");
    }
    if (claims.issuedAt() != null && claims.issuedAt().isAfter(latest)) {
      throw refusal("this token is from the future");
    }
  }

  private static ProtocolException refusal(String message) {
    return SignedJwt.refusal(message);
  }
}
