package to.clasp.auth.internal.jwt;

import java.security.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** Keys of a JSON Web Key Set. Those for other purposes and algorithms are passed over. */
final class KeySet {
  private static final int MOST_KEYS = 64;

  private KeySet() {}

  /**
   * Reads a key set.
   *
   * @throws IllegalArgumentException if it is none, or holds a key that is unfit for its purpose
   */
  static List<JwtKey> parse(String json) {
    Map<String, Object> set;
    try {
      set = JsonUtil.parseJson(json);
    } catch (JoseException e) {
      // Not its message: that quotes the file, which may hold a secret.
      throw new IllegalArgumentException("is not a JSON object");
    }
    if (!(set.get("keys") instanceof List<?> members)) {
      throw new IllegalArgumentException("has no array 'keys'");
    }
    if (members.size() > MOST_KEYS) {
      throw new IllegalArgumentException("holds more than " + MOST_KEYS + " keys");
    }
    List<JwtKey> keys = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      try {
        add(members.get(i), keys);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("key " + (i + 1) + ": " + e.getMessage());
      }
    }
    return keys;
  }

  private static void add(Object member, List<JwtKey> keys) {
    if (!(member instanceof Map<?, ?> fields)) {
      throw new IllegalArgumentException("is not an object");
    }
    if (!isForSignatures(fields)) {
      return;
    }
    boolean symmetric = "oct".equals(fields.get("kty"));
    if (!symmetric && fields.containsKey("d")) {
      throw new IllegalArgumentException("is a private key, which does not belong here");
    }
    JwtKey key = JwtKey.of(fields.get("kid") instanceof String id ? id : null, key(fields));
    Object algorithm = fields.get("alg");
    if (key != null && (algorithm == null || key.algorithm().header().equals(algorithm))) {
      keys.add(key);
    }
  }

  private static boolean isForSignatures(Map<?, ?> fields) {
    Object use = fields.get("use");
    Object operations = fields.get("key_ops");
    return (use == null || use.equals("sig"))
        && (!(operations instanceof List<?> list) || list.contains("verify"));
  }

  private static Key key(Map<?, ?> fields) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    fields.forEach((name, value) -> parameters.put(String.valueOf(name), value));
    try {
      return JsonWebKey.Factory.newJwk(parameters).getKey();
    } catch (JoseException | RuntimeException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
