package to.clasp.auth.internal.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes tokens and what is kept instead of them. */
public final class TokenText {
  /** What every token of this scheme begins with. */
  public static final String PREFIX = "cpsk_";

  /** How much of a token may be shown to people: far too little to guess the rest. */
  static final int HINT_LENGTH = 12;

  private static final int RANDOM_BYTES = 16;

  private TokenText() {}

  /**
   * A new token.
   *
   * @return 128 random bits as {@code cpsk_} and 32 digits of lower-case hexadecimal
   */
  public static String random() {
    return PREFIX + randomHex(RANDOM_BYTES);
  }

  /**
   * Random digits.
   *
   * @param bytes how many bytes
   * @return twice as many digits of lower-case hexadecimal
   */
  public static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /**
   * What a token is looked up by. A token is random, so a plain hash cannot be reversed; and as the
   * time of a look-up depends on the hash alone, it tells nothing about the tokens there are.
   *
   * @param token any text
   * @return SHA-256 in lower-case hexadecimal
   */
  public static String hash(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String hint(String token) {
    return token.substring(0, Math.min(HINT_LENGTH, token.length()));
  }
}
