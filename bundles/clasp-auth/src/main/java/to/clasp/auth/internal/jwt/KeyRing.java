package to.clasp.auth.internal.jwt;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/**
 * The keys that tokens may be signed with.
 *
 * @param keys all of them
 */
record KeyRing(List<JwtKey> keys) {

  /**
   * Checks that each name stands for one key of an algorithm.
   *
   * @throws IllegalArgumentException if not, or if there are no keys
   */
  KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key for HS256, RS256, ES256 or EdDSA is configured");
    }
    Set<String> names = new HashSet<>();
    for (JwtKey key : keys) {
      if (key.id() != null && !names.add(key.algorithm() + key.id())) {
        throw new IllegalArgumentException(
            "two keys for " + key.algorithm() + " have the same id '" + key.id() + "'");
      }
    }
  }

  /**
   * The one key that a token can be verified with. It is for the token's algorithm: the token does
   * not choose what is done with a key.
   *
   * @param algorithm the algorithm that the token names
   * @param id the key that the token names, or null if it names none
   * @return the key
   * @throws ProtocolException if there is none, or it could be one of several
   */
  JwtKey find(JwtAlgorithm algorithm, String id) {
    List<JwtKey> named = keys.stream().filter(key -> id != null && id.equals(key.id())).toList();
    JwtKey found = null;
    for (JwtKey key : named.isEmpty() ? keys : named) {
      boolean fits = !named.isEmpty() || id == null || key.id() == null;
      if (key.algorithm() == algorithm && fits) {
        if (found != null) {
          throw new ProtocolException(
              ErrorCode.UNAUTHORIZED,
              "the token does not say which of several keys it is signed with");
        }
        found = key;
      }
    }
    return require(found);
  }

  private static JwtKey require(JwtKey key) {
    if (key == null) {
      throw new ProtocolException(
          ErrorCode.UNAUTHORIZED,
          "the token is signed with a key or an algorithm that is not accepted here");
    }
    return key;
  }

  boolean contains(JwtKey key) {
    return keys.contains(key);
  }
}
