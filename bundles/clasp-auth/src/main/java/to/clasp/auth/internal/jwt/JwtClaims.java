package to.clasp.auth.internal.jwt;

import java.time.Instant;
import java.util.List;
import to.clasp.auth.Constraint;
import to.clasp.auth.Scope;
import to.clasp.auth.internal.use.Networks;

/**
 * The claims of a token, read but not judged.
 *
 * @param issuer iss, or null
 * @param subject sub, or empty
 * @param audiences aud; empty if there is none
 * @param expiry exp, or null
 * @param notBefore nbf, or null
 * @param issuedAt iat, or null
 * @param id jti, or null
 * @param scopes what it allows
 * @param constraints what bounds it
 * @param once whether it opens one session only
 * @param maxSessions most sessions at a time, 0 for any number
 * @param networks from where it may be used
 */
record JwtClaims(
    String issuer,
    String subject,
    List<String> audiences,
    Instant expiry,
    Instant notBefore,
    Instant issuedAt,
    String id,
    List<Scope> scopes,
    List<Constraint> constraints,
    boolean once,
    int maxSessions,
    Networks networks) {}
