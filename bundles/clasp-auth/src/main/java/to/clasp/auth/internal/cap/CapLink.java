package to.clasp.auth.internal.cap;

import java.util.Arrays;
import java.util.List;

/**
 * One signed step of a delegation: an issuer lets an audience, or whoever shows it, do something.
 *
 * @param issuer Ed25519 key of 32 bytes that signs it
 * @param audience key that may delegate further, or null for a bearer token
 * @param scopes what is allowed, as it was written
 * @param expiresAt second of its end
 * @param nonce tells it from others
 * @param signature 64 bytes
 */
record CapLink(
    byte[] issuer,
    byte[] audience,
    List<String> scopes,
    long expiresAt,
    String nonce,
    byte[] signature) {

  /** Writes all that is signed but the steps before it. */
  private void writeHead(PackWriter out) {
    out.text("issuer").numbers(issuer).text("audience");
    if (audience == null) {
      out.nil();
    } else {
      out.numbers(audience);
    }
    out.text("scopes").array(scopes.size());
    scopes.forEach(out::text);
    out.text("expires_at").number(expiresAt).text("nonce").text(nonce);
  }

  /**
   * What its issuer has signed: the whole token without its signature, in one fixed encoding.
   *
   * @param before the steps before it
   */
  byte[] signedBytes(List<CapLink> before) {
    PackWriter out = new PackWriter();
    out.map(7).text("version").number(1);
    writeHead(out);
    out.text("proofs").array(before.size());
    for (CapLink link : before) {
      out.map(6);
      link.writeHead(out);
      out.text("signature").binary(link.signature);
    }
    return out.bytes();
  }

  boolean isIssuedBy(byte[] key) {
    return Arrays.equals(issuer, key);
  }
}
