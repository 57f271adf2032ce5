package to.clasp.transport.quic.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes every new peer prove its address before anything is kept or computed for it (RFC 9000,
 * 8.1): a first packet is answered with a token, which the peer has to send back from the same
 * address and port within some seconds. A token is a time, a keyed hash, and the connection id that
 * the peer had chosen. The key is as old as the port. On one event loop.
 */
final class RetryTokens implements QuicTokenHandler {
  static final int VALID_MILLIS = 10_000;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int TIME = 8;
  private static final int HASH = 16;

  private final LongSupplier clockMillis;
  private final Predicate<InetAddress> hasRoom;
  private final Mac mac;

  /**
   * With a key of its own.
   *
   * @param clockMillis a clock that never goes back
   * @param hasRoom whether one more connection of an address may begin; else its packets get no
   *     answer
   */
  RetryTokens(LongSupplier clockMillis, Predicate<InetAddress> hasRoom) {
    this.clockMillis = clockMillis;
    this.hasRoom = hasRoom;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }

  @Override
  public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress from) {
    long now = clockMillis.getAsLong();
    byte[] id = ByteBufUtil.getBytes(connectionId);
    out.writeLong(now).writeBytes(hash(now, id, from)).writeBytes(id);
    return true;
  }

  @Override
  public TokenValidationResult validateToken(ByteBuf token, InetSocketAddress from, ByteBuf now) {
    if (now.readableBytes() != Quic.MAX_CONN_ID_LEN) {
      return TokenValidationResult.invalidToken();
    }
    int offset = validateToken(token, from);
    return offset < 0
        ? TokenValidationResult.invalidToken()
        : TokenValidationResult.odcidFromToken(offset);
  }

  @Override
  public int validateToken(ByteBuf token, InetSocketAddress from) {
    int length = token.readableBytes();
    if (length <= TIME + HASH || length > maxTokenLength() || !hasRoom.test(from.getAddress())) {
      return -1;
    }
    byte[] bytes = ByteBufUtil.getBytes(token);
    long time = token.getLong(token.readerIndex());
    long age = clockMillis.getAsLong() - time;
    byte[] id = Arrays.copyOfRange(bytes, TIME + HASH, length);
    boolean own =
        MessageDigest.isEqual(Arrays.copyOfRange(bytes, TIME, TIME + HASH), hash(time, id, from));
    return own && age >= 0 && age <= VALID_MILLIS ? TIME + HASH : -1;
  }

  private byte[] hash(long time, byte[] id, InetSocketAddress from) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      mac.update((byte) (time >>> shift));
    }
    mac.update((byte) (from.getPort() >>> 8));
    mac.update((byte) from.getPort());
    byte[] address = from.getAddress().getAddress();
    mac.update((byte) address.length);
    mac.update(address);
    return Arrays.copyOf(mac.doFinal(id), HASH);
  }

  @Override
  public int maxTokenLength() {
    return TIME + HASH + Quic.MAX_CONN_ID_LEN;
  }
}
