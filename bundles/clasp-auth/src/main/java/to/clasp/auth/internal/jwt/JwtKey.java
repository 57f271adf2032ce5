package to.clasp.auth.internal.jwt;

import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A key, and the one algorithm it is for.
 *
 * @param id its name in tokens, or null if it has none
 * @param algorithm what it verifies
 * @param key the key itself
 * @param print tells it from all other keys; no secret
 */
record JwtKey(String id, JwtAlgorithm algorithm, Key key, String print) {

  /**
   * Takes a key.
   *
   * @return the key, or null if it is of a kind that is not accepted
   * @throws IllegalArgumentException if it is too weak
   */
  static JwtKey of(String id, Key key) {
    JwtAlgorithm algorithm = JwtAlgorithm.of(key);
    return algorithm == null ? null : new JwtKey(id, algorithm, key, print(algorithm, key));
  }

  private static String print(JwtAlgorithm algorithm, Key key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return algorithm + ":" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JwtKey that && print.equals(that.print) && Objects.equals(id, that.id);
  }

  @Override
  public int hashCode() {
    return print.hashCode();
  }

  /** Without the key, which may be a secret. */
  @Override
  public String toString() {
    return "JwtKey[" + algorithm + ", id=" + id + "]";
  }
}
