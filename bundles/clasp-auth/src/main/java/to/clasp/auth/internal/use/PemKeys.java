package to.clasp.auth.internal.use;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys in the text form of RFC 7468. */
public final class PemKeys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

  private PemKeys() {}

  /**
   * Reads all keys of a text; what stands between them does not count.
   *
   * @param text the text
   * @return the keys; none if there is no block at all
   * @throws IllegalArgumentException if there is a block that holds no public key
   */
  public static List<PublicKey> parse(String text) {
    List<PublicKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      keys.add(key(block.group(1), Base64.getMimeDecoder().decode(block.group(2))));
    }
    return keys;
  }

  private static PublicKey key(String label, byte[] content) {
    return switch (label) {
      case "PUBLIC KEY" -> publicKey(content);
      case "CERTIFICATE" -> certified(content);
      default ->
          throw new IllegalArgumentException(
              "holds a '" + label + "', which does not belong here: only 'PUBLIC KEY' does");
    };
  }

  private static PublicKey publicKey(byte[] content) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(content));
      } catch (InvalidKeySpecException other) {
        continue;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalArgumentException("holds a public key that is neither RSA nor EC nor Ed25519");
  }

  private static PublicKey certified(byte[] content) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(content))
          .getPublicKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("holds a damaged certificate: " + e.getMessage(), e);
    }
  }
}
