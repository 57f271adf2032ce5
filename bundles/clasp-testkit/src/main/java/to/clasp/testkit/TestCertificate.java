package to.clasp.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A certificate for tests with its private key: of an authority, or issued by one. For servers and
 * clients alike.
 *
 * @param key the private key
 * @param chain the certificate and those of its issuers, up to the authority
 */
public record TestCertificate(PrivateKey key, List<X509Certificate> chain) {
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SEQUENCE = 0x30;

  /** Who issues, and with what. */
  private record Issuer(byte[] name, PrivateKey key, List<X509Certificate> chain) {}

  /**
   * A new authority.
   *
   * @param name its common name
   * @return its own issuer; issues others
   */
  public static TestCertificate authority(String name) {
    KeyPair pair = keys("EC");
    return make(name, pair, new Issuer(name(name), pair.getPrivate(), List.of()), 30, true);
  }

  /**
   * An authority that was made one by this one.
   *
   * @param name its common name
   * @return issues others
   */
  public TestCertificate intermediate(String name) {
    return make(name, keys("EC"), issuer(), 30, true);
  }

  /**
   * A certificate that was issued by this one, on an elliptic curve.
   *
   * @param names the common name first, then host names and addresses; all count
   * @return valid now
   */
  public TestCertificate issue(String... names) {
    return issue("EC", 30, names);
  }

  /**
   * A certificate that was issued by this one.
   *
   * @param algorithm of its key, such as RSA
   * @param days how long it is valid yet; negative if it has expired
   * @param names the common name first, then host names and addresses; all count
   * @return its chain ends with the authority
   */
  public TestCertificate issue(String algorithm, int days, String... names) {
    return make(names[0], keys(algorithm), issuer(), days, false, names);
  }

  private Issuer issuer() {
    return new Issuer(certificate().getSubjectX500Principal().getEncoded(), key, chain);
  }

  /**
   * The certificate itself.
   *
   * @return the first of the chain
   */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Writes the certificate with its issuers.
   *
   * @param file a PEM file
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writeChain(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate each : chain) {
        text.append(pem("CERTIFICATE", each.getEncoded()));
      }
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Files.writeString(file, text);
  }

  /**
   * Writes the private key.
   *
   * @param file a PEM file, in PKCS#8
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writeKey(Path file) throws IOException {
    return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String type, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!algorithm.startsWith("Ed")) {
        generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException unknown) {
      throw new IllegalArgumentException(algorithm, unknown);
    }
  }

  private static TestCertificate make(
      String name, KeyPair pair, Issuer issuer, int days, boolean authority, String... names) {
    boolean ec = issuer.key().getAlgorithm().equals("EC");
    byte[] algorithm =
        ec
            ? der(SEQUENCE, oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2))
            : der(SEQUENCE, oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 11), new byte[] {5, 0});
    Instant now = Instant.now();
    byte[] body =
        der(
            SEQUENCE,
            der(0xA0, integer(2)),
            integer(SERIAL.incrementAndGet()),
            algorithm,
            issuer.name(),
            der(
                SEQUENCE,
                time(now.minus(Math.abs(days) + 1, ChronoUnit.DAYS)),
                time(now.plus(days, ChronoUnit.DAYS))),
            name(name),
            pair.getPublic().getEncoded(),
            der(0xA3, extensions(authority, names)));
    try {
      Signature signer = Signature.getInstance(ec ? "SHA256withECDSA" : "SHA256withRSA");
      signer.initSign(issuer.key());
      signer.update(body);
      byte[] whole = der(SEQUENCE, body, algorithm, der(3, new byte[1], signer.sign()));
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)));
      chain.addAll(issuer.chain());
      return new TestCertificate(pair.getPrivate(), List.copyOf(chain));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static byte[] extensions(boolean authority, String... names) {
    byte[] yes = {1, 1, -1};
    byte[] basic = authority ? der(SEQUENCE, yes) : der(SEQUENCE);
    byte[] constraints = der(SEQUENCE, oid(0x55, 0x1D, 19), yes, der(4, basic));
    if (names.length == 0) {
      return der(SEQUENCE, constraints);
    }
    byte[] all =
        der(SEQUENCE, Arrays.stream(names).map(TestCertificate::san).toArray(byte[][]::new));
    return der(SEQUENCE, constraints, der(SEQUENCE, oid(0x55, 0x1D, 17), der(4, all)));
  }

  /** What looks like an address is one, so that nobody is asked for a name. */
  private static byte[] san(String name) {
    try {
      return name.matches("[0-9.]+|.*:.*")
          ? der(0x87, InetAddress.getByName(name).getAddress())
          : der(0x82, name.getBytes(US_ASCII));
    } catch (IOException invalid) {
      throw new IllegalArgumentException(name, invalid);
    }
  }

  private static byte[] name(String name) {
    byte[] attribute = der(SEQUENCE, oid(0x55, 4, 3), der(0x0C, name.getBytes(US_ASCII)));
    return der(SEQUENCE, der(0x31, attribute));
  }

  private static byte[] time(Instant at) {
    return der(0x17, TIME.format(at).getBytes(US_ASCII));
  }

  private static byte[] integer(long value) {
    return der(2, BigInteger.valueOf(value).toByteArray());
  }

  private static byte[] oid(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return der(6, content);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int size = content.size();
    if (size >= 256) {
      out.writeBytes(new byte[] {(byte) 0x82, (byte) (size >> 8)});
    } else if (size >= 128) {
      out.write(0x81);
    }
    out.write(size);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
