package to.clasp.transport.netty.tls.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** The private key among the blocks of a PEM file: PKCS#8, PKCS#1 for RSA, SEC 1 for EC. */
final class PemKey {
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA");
  private static final byte[] RSA = Der.oid("1.2.840.113549.1.1.1");
  private static final byte[] EC = Der.oid("1.2.840.10045.2.1");
  private static final int CURVE = 0xA0;

  private PemKey() {}

  static PrivateKey of(List<PemBlock> blocks) throws IOException {
    for (PemBlock block : blocks) {
      if (block.type().endsWith("PRIVATE KEY")) {
        return decode(block, blocks);
      }
    }
    throw new IOException("holds no private key, but " + blocks.get(0).type());
  }

  private static PrivateKey decode(PemBlock block, List<PemBlock> all) throws IOException {
    if (block.encrypted()) {
      throw new IOException("the private key is encrypted, which is not supported: decrypt it");
    }
    return switch (block.type()) {
      case "PRIVATE KEY" -> key(block.bytes());
      case "RSA PRIVATE KEY" -> key(pkcs8(Der.sequence(RSA, Der.NULL), block.bytes()));
      case "EC PRIVATE KEY" ->
          key(pkcs8(Der.sequence(EC, curve(block.bytes(), all)), block.bytes()));
      default -> throw new IOException(block.type() + " is not supported");
    };
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
  }

  /** The key names its curve itself, or a block before it does. */
  private static byte[] curve(byte[] sec1, List<PemBlock> all) throws IOException {
    DerReader parts = new DerReader(new DerReader(sec1).next(Der.SEQUENCE, "the EC private key"));
    while (parts.hasNext()) {
      DerReader.Element part = parts.next();
      if (part.tag() == CURVE) {
        return part.content();
      }
    }
    return all.stream()
        .filter(block -> block.type().equals("EC PARAMETERS"))
        .map(PemBlock::bytes)
        .findFirst()
        .orElseThrow(() -> new IOException("the EC private key names no curve"));
  }

  /** The Java platform finds out itself whether a key is of an algorithm. */
  private static PrivateKey key(byte[] pkcs8) throws IOException {
    IOException failure = new IOException("the private key is not valid, or of an unknown kind");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException other) {
        failure.addSuppressed(other);
      }
    }
    throw failure;
  }
}
