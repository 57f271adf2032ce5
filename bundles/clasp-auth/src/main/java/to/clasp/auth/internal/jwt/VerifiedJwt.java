package to.clasp.auth.internal.jwt;

/**
 * What is kept of a token whose signature is right.
 *
 * @param hash tells it from others that have no id
 * @param key what it is signed with
 * @param bare whether it was shown without prefix
 * @param claims what it says
 */
record VerifiedJwt(String hash, JwtKey key, boolean bare, JwtClaims claims) {

  /** What it is counted and remembered by: an id is the issuer's, two issuers may use the same. */
  String useId() {
    return claims.id() == null ? "hash " + hash : "jti " + claims.issuer() + '\n' + claims.id();
  }
}
