package to.clasp.transport.udp.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs that a peer receives what is sent to its address: a keyed hash of the address and the
 * minute. Nothing is kept for a peer. Used on one event loop.
 */
final class Cookies {
  /** How long a cookie is, in characters. */
  static final int LENGTH = 11;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int COOKIE_BYTES = 8;
  private static final char SEPARATOR = '.';

  private final Mac mac;
  private final LongSupplier minute;

  /**
   * Cookies with a new key.
   *
   * @param minute tells the time in whole minutes
   */
  Cookies(LongSupplier minute) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, missing);
    }
    this.minute = minute;
  }

  String of(InetSocketAddress peer) {
    return of(peer, minute.getAsLong());
  }

  private String of(InetSocketAddress peer, long at) {
    byte[] address = peer.getAddress().getAddress();
    ByteBuffer text = ByteBuffer.allocate(address.length + Integer.BYTES + Long.BYTES);
    text.put(address).putInt(peer.getPort()).putLong(at);
    byte[] hash = Arrays.copyOf(mac.doFinal(text.array()), COOKIE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** Whether a token begins with a cookie for the peer that is at most two minutes old. */
  boolean isIn(String token, InetSocketAddress peer) {
    if (token == null
        || token.length() < LENGTH
        || (token.length() > LENGTH && token.charAt(LENGTH) != SEPARATOR)) {
      return false;
    }
    byte[] shown = token.substring(0, LENGTH).getBytes(US_ASCII);
    long now = minute.getAsLong();
    return MessageDigest.isEqual(shown, of(peer, now).getBytes(US_ASCII))
        || MessageDigest.isEqual(shown, of(peer, now - 1).getBytes(US_ASCII));
  }

  /** What is left of a token without its cookie, null if that is nothing. */
  static String strip(String token) {
    return token.length() <= LENGTH + 1 ? null : token.substring(LENGTH + 1);
  }

  /** A cookie and the token that a client has anyway, perhaps null. */
  static String join(String cookie, String token) {
    return token == null ? cookie : cookie + SEPARATOR + token;
  }
}
