package to.clasp.auth.internal.jwt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** A token whose signature has not been looked at. Nothing it says counts before that. */
final class SignedJwt {
  /** Longer ones are refused unread, so that no token costs much. */
  static final int MOST_CHARS = 8192;

  private final String text;
  private final JsonWebSignature jws;
  private final JwtAlgorithm algorithm;

  private SignedJwt(String text, JsonWebSignature jws, JwtAlgorithm algorithm) {
    this.text = text;
    this.jws = jws;
    this.algorithm = algorithm;
  }

  /** Whether a text without prefix looks like a token: three parts, the first a JSON object. */
  static boolean isLikely(String text) {
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    return text.startsWith("eyJ")
        && first > 0
        && last > first
        && text.indexOf('.', first + 1) == last;
  }

  /**
   * Reads the header.
   *
   * @throws ProtocolException if it is no signed token, or one whose signature is never accepted
   */
  static SignedJwt parse(String text) {
    if (text.length() > MOST_CHARS) {
      throw refusal("the token is longer than " + MOST_CHARS + " characters");
    }
    requireThreeParts(text);
    JsonWebSignature jws = new JsonWebSignature();
    try {
      jws.setCompactSerialization(text);
    } catch (JoseException | RuntimeException e) {
      throw refusal("the header of the token cannot be read");
    }
    JwtAlgorithm algorithm =
        jws.getObjectHeader("alg") instanceof String name ? JwtAlgorithm.named(name) : null;
    if (algorithm == null) {
      throw refusal("the token is signed with an algorithm that is not accepted");
    }
    if (jws.getObjectHeader("crit") != null || jws.getObjectHeader("b64") != null) {
      throw refusal("the header of the token asks for what is not supported");
    }
    if (!(jws.getObjectHeader("kid") instanceof String) && jws.getObjectHeader("kid") != null) {
      throw refusal("the key id of the token is not a text");
    }
    return new SignedJwt(text, jws, algorithm);
  }

  private static void requireThreeParts(String text) {
    int dots = 0;
    char previous = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean dot = c == '.';
      if (dot && previous == '.' || !dot && !isBase64Url(c)) {
        throw refusal("the token is not a signed JSON Web Token");
      }
      dots += dot ? 1 : 0;
      previous = c;
    }
    if (dots != 2 || previous == '.') {
      throw refusal("the token is not a signed JSON Web Token");
    }
  }

  private static boolean isBase64Url(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  JwtAlgorithm algorithm() {
    return algorithm;
  }

  String keyId() {
    return jws.getKeyIdHeaderValue();
  }

  /**
   * Looks at the signature, then at the claims.
   *
   * @param key the one key it must be signed with; it is for the token's algorithm
   * @param bare whether it was shown without prefix
   * @return what is kept of it
   * @throws ProtocolException if the signature is wrong or a claim cannot be read
   */
  VerifiedJwt verify(JwtKey key, boolean bare) {
    Map<String, Object> claims;
    try {
      jws.setAlgorithmConstraints(
          new AlgorithmConstraints(ConstraintType.PERMIT, key.algorithm().header()));
      jws.setKey(key.key());
      if (!jws.verifySignature()) {
        throw refusal("the signature of the token is wrong");
      }
      claims = JsonUtil.parseJson(jws.getPayload());
    } catch (ProtocolException e) {
      throw e;
    } catch (JoseException | RuntimeException e) {
      // Not its message: that quotes the token.
      throw refusal("the token cannot be verified");
    }
    return new VerifiedJwt(signedPart(), key, bare, ClaimsReader.read(claims));
  }

  /**
   * A name for the token that stays the same if only its signature is written differently: another
   * signature that is right as well can be made from one of ES256 without the key.
   */
  private String signedPart() {
    try {
      byte[] signed = text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(signed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static ProtocolException refusal(String message) {
    return new ProtocolException(ErrorCode.UNAUTHORIZED, message);
  }
}
