package to.clasp.auth.internal.cap;

import java.time.Instant;
import java.util.List;
import to.clasp.auth.Scope;

/**
 * What is kept of a chain whose signatures are right.
 *
 * @param id tells it from others
 * @param root hex of the key that began it
 * @param issuer hex of the key that signed the token shown
 * @param depth how often it was delegated
 * @param scopes what it allows
 * @param expiry when it ends
 * @param nonces those of all its steps
 */
record VerifiedCap(
    String id,
    String root,
    String issuer,
    int depth,
    List<Scope> scopes,
    Instant expiry,
    List<String> nonces) {}
