package to.clasp.auth.internal.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import to.clasp.auth.internal.use.PemKeys;

/**
 * Where the keys are.
 *
 * @param secret file with a secret, or null
 * @param publicKeys PEM file, or null
 * @param jwks key set, or null
 * @param id what the keys of the first two are called in tokens, or null
 */
record KeyFiles(Path secret, Path publicKeys, Path jwks, String id) {
  private static final int MOST_BYTES = 262_144;

  /** Checks that there is a file. */
  KeyFiles {
    if (secret == null && publicKeys == null && jwks == null) {
      throw new IllegalArgumentException("one of secretFile, publicKeyFile and jwksFile is needed");
    }
  }

  /** The files; those that are not configured are null. */
  List<Path> paths() {
    return Arrays.asList(secret, publicKeys, jwks);
  }

  /**
   * Reads all of them.
   *
   * @throws IllegalArgumentException if one cannot be used; the message names it
   */
  KeyRing load() throws IOException {
    List<JwtKey> keys = new ArrayList<>();
    if (secret != null) {
      keys.addAll(read("secretFile", secret, bytes -> List.of(secretKey(bytes))));
    }
    if (publicKeys != null) {
      keys.addAll(read("publicKeyFile", publicKeys, this::pemKeys));
    }
    if (jwks != null) {
      keys.addAll(read("jwksFile", jwks, bytes -> KeySet.parse(utf8(bytes))));
    }
    return new KeyRing(keys);
  }

  private interface Reader {
    List<JwtKey> keys(byte[] content);
  }

  private static List<JwtKey> read(String key, Path file, Reader reader) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new IllegalArgumentException("is larger than " + MOST_BYTES + " bytes");
      }
      return reader.keys(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + " " + file + ": " + e.getMessage(), e);
    }
  }

  private JwtKey secretKey(byte[] content) {
    int length = content.length;
    while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
      length--;
    }
    if (length == 0) {
      throw new IllegalArgumentException("is empty");
    }
    return JwtKey.of(id, new SecretKeySpec(content, 0, length, "HmacSHA256"));
  }

  private List<JwtKey> pemKeys(byte[] content) {
    List<JwtKey> keys = PemKeys.parse(utf8(content)).stream().map(this::pemKey).toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("holds no 'PUBLIC KEY' and no 'CERTIFICATE'");
    }
    return keys;
  }

  private JwtKey pemKey(PublicKey key) {
    JwtKey accepted = JwtKey.of(id, key);
    if (accepted == null) {
      throw new IllegalArgumentException("holds a key that is neither RSA nor P-256 nor Ed25519");
    }
    return accepted;
  }

  private static String utf8(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
