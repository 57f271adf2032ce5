package to.clasp.auth.internal.cap;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import to.clasp.auth.Scope;

/**
 * Verifies a chain: each step is signed by its issuer, is issued by the audience of the step
 * before, and allows nothing that the step before does not.
 */
final class CapVerifier {
  /** What stands before the 32 bytes of an Ed25519 key in the form of RFC 8410. */
  private static final byte[] KEY_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final long LATEST_SECOND = 100_000_000_000L;

  private CapVerifier() {}

  /**
   * Verifies a chain.
   *
   * @param chain its steps, the first one first
   * @return what is kept of it
   * @throws to.clasp.protocol.ProtocolException if something is wrong; the message says what
   */
  static VerifiedCap verify(List<CapLink> chain) {
    List<List<Scope>> scopes = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      scopes.add(scopes(chain.get(i)));
      if (i > 0) {
        checkStep(chain.get(i - 1), chain.get(i), scopes.get(i - 1), scopes.get(i));
      }
    }
    CapLink last = chain.get(chain.size() - 1);
    if (last.audience() != null) {
      // Whoever holds a later token can take this one out of its proofs.
      throw PackReader.fault("it", "is for an audience that may delegate it, not show it");
    }
    checkSignatures(chain);
    return new VerifiedCap(
        hash(last.signedBytes(chain.subList(0, chain.size() - 1))),
        hex(chain.get(0).issuer()),
        hex(last.issuer()),
        chain.size() - 1,
        scopes.get(chain.size() - 1),
        Instant.ofEpochSecond(Math.min(last.expiresAt(), LATEST_SECOND)),
        chain.stream().map(CapLink::nonce).toList());
  }

  private static List<Scope> scopes(CapLink link) {
    List<Scope> scopes = new ArrayList<>();
    for (String text : link.scopes()) {
      try {
        scopes.add(Scope.parse(text));
      } catch (IllegalArgumentException e) {
        throw PackReader.fault("a scope", "cannot be read: " + e.getMessage());
      }
    }
    return scopes;
  }

  private static void checkStep(
      CapLink parent, CapLink child, List<Scope> allowed, List<Scope> wanted) {
    if (parent.audience() == null || !child.isIssuedBy(parent.audience())) {
      throw PackReader.fault("a proof", "was not delegated to the issuer of the next step");
    }
    if (child.expiresAt() > parent.expiresAt()) {
      throw PackReader.fault("a delegation", "ends later than what it is delegated from");
    }
    for (Scope scope : wanted) {
      if (allowed.stream().noneMatch(wide -> includes(wide, scope))) {
        throw PackReader.fault("a delegation", "allows more than what it is delegated from");
      }
    }
  }

  private static boolean includes(Scope wide, Scope narrow) {
    return wide.action().compareTo(narrow.action()) >= 0
        && wide.pattern().includes(narrow.pattern());
  }

  private static void checkSignatures(List<CapLink> chain) {
    for (int i = 0; i < chain.size(); i++) {
      CapLink link = chain.get(i);
      if (!isSigned(link.signedBytes(chain.subList(0, i)), link)) {
        throw PackReader.fault(
            i == chain.size() - 1 ? "it" : "a proof", "has a signature that is wrong");
      }
    }
  }

  private static boolean isSigned(byte[] content, CapLink link) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(publicKey(link.issuer()));
      signature.update(content);
      return signature.verify(link.signature());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static PublicKey publicKey(byte[] key) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(KEY_HEAD, KEY_HEAD.length + key.length);
    System.arraycopy(key, 0, encoded, KEY_HEAD.length, key.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  /** The raw key of 32 bytes, or null for a key of another kind. */
  static byte[] rawKey(PublicKey key) {
    byte[] encoded = key.getEncoded();
    int head = KEY_HEAD.length;
    return encoded.length == head + 32 && Arrays.equals(encoded, 0, head, KEY_HEAD, 0, head)
        ? Arrays.copyOfRange(encoded, head, encoded.length)
        : null;
  }

  private static String hash(byte[] content) {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
