package to.clasp.transport.netty.tls.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A certificate that is its own issuer (RFC 5280), on the curve P-256. Written out by hand, because
 * the Java platform has no public way to make one.
 */
record SelfSigned(PrivateKey key, X509Certificate certificate) {
  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final byte[] TRUE = {0x01, 0x01, (byte) 0xFF};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration VALID = Duration.ofDays(3650);

  /** Clocks of clients may be slow. */
  private static final Duration EARLIER = Duration.ofDays(1);

  static SelfSigned create(OwnNames names) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] body = body(pair.getPublic().getEncoded(), names);
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(pair.getPrivate());
      signer.update(body);
      byte[] whole = Der.sequence(body, ECDSA_SHA256, Der.bits(signer.sign()));
      return new SelfSigned(
          pair.getPrivate(),
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has EC P-256", impossible);
    }
  }

  private static byte[] body(byte[] publicKey, OwnNames names) {
    byte[] name =
        Der.sequence(
            Der.of(
                0x31,
                Der.sequence(Der.oid("2.5.4.3"), Der.of(0x0C, "CLASP relay".getBytes(US_ASCII)))));
    Instant now = Instant.now();
    return Der.sequence(
        Der.of(0xA0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
        ECDSA_SHA256,
        name,
        Der.sequence(time(now.minus(EARLIER)), time(now.plus(VALID))),
        name,
        publicKey,
        Der.of(0xA3, extensions(names)));
  }

  /** The certificate of a server, and not one that issues others. */
  private static byte[] extensions(OwnNames names) {
    return Der.sequence(
        extension("2.5.29.19", true, Der.sequence()),
        extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
        extension("2.5.29.17", false, alternativeNames(names)));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), TRUE, Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] alternativeNames(OwnNames names) {
    byte[][] all = new byte[names.names().size() + names.addresses().size()][];
    int i = 0;
    for (String name : names.names()) {
      all[i++] = Der.of(0x82, name.getBytes(US_ASCII));
    }
    for (InetAddress address : names.addresses()) {
      all[i++] = Der.of(0x87, address.getAddress());
    }
    return Der.sequence(all);
  }

  /** Until the end of 2049 the year has two digits. */
  private static byte[] time(Instant at) {
    String text = TIME.format(at);
    return text.compareTo("2050") < 0
        ? Der.of(0x17, text.substring(2).getBytes(US_ASCII))
        : Der.of(0x18, text.getBytes(US_ASCII));
  }
}
