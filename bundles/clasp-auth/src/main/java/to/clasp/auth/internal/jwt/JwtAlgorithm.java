package to.clasp.auth.internal.jwt;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import javax.crypto.SecretKey;

/** The signatures that are accepted. Which one a key is for follows from the key alone. */
enum JwtAlgorithm {
  HS256("HS256"),
  RS256("RS256"),
  ES256("ES256"),
  EDDSA("EdDSA");

  private static final int LEAST_SECRET_BYTES = 32;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 16_384;

  private final String header;

  JwtAlgorithm(String header) {
    this.header = header;
  }

  /** Its name in the header of a token. */
  String header() {
    return header;
  }

  /** The algorithm of that name, or null if it is not accepted. */
  static JwtAlgorithm named(String header) {
    for (JwtAlgorithm each : values()) {
      if (each.header.equals(header)) {
        return each;
      }
    }
    return null;
  }

  /**
   * The algorithm a key is for.
   *
   * @return the algorithm, or null for a key of another kind
   * @throws IllegalArgumentException if the key is too weak
   */
  static JwtAlgorithm of(Key key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
        throw new IllegalArgumentException(
            "an RSA key of %d bits, must have %d to %d"
                .formatted(bits, LEAST_RSA_BITS, MOST_RSA_BITS));
      }
      return RS256;
    } else if (key instanceof SecretKey secret) {
      if (secret.getEncoded().length < LEAST_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "a secret of %d bytes, must have at least %d"
                .formatted(secret.getEncoded().length, LEAST_SECRET_BYTES));
      }
      return HS256;
    } else if (key instanceof ECPublicKey ec) {
      return isP256(ec.getParams()) ? ES256 : null;
    }
    boolean isEd25519 =
        key instanceof EdECPublicKey ed
            && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
    return isEd25519 ? EDDSA : null;
  }

  private static boolean isP256(ECParameterSpec found) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      ECParameterSpec wanted = parameters.getParameterSpec(ECParameterSpec.class);
      return wanted.getCurve().equals(found.getCurve())
          && wanted.getGenerator().equals(found.getGenerator())
          && wanted.getOrder().equals(found.getOrder())
          && wanted.getCofactor() == found.getCofactor();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
