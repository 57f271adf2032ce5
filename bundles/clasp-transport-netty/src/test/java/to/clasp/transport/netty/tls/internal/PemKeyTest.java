package to.clasp.transport.netty.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {
  private static final int OCTETS = 0x04;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void keysInPkcs8AreRead(String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    PrivateKey read = read(Pem.of("PRIVATE KEY", pair.getPrivate().getEncoded()));
    assertThat(read).isEqualTo(pair.getPrivate());
    assertThat(KeyPairCheck.matches(read, pair.getPublic())).isTrue();
  }

  @Test
  void anRsaKeyInPkcs1IsRead() throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    assertThat(read(Pem.of("RSA PRIVATE KEY", inner(key)))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void anEcKeyInSec1ThatNamesItsCurveIsRead(String curve) throws Exception {
    PrivateKey key = ec(curve);
    ECPrivateKey read = (ECPrivateKey) read(Pem.of("EC PRIVATE KEY", withCurve(inner(key), curve)));
    assertThat(read.getS()).isEqualTo(((ECPrivateKey) key).getS());
    assertThat(read.getParams()).isEqualTo(((ECPrivateKey) key).getParams());
  }

  /** As {@code openssl ecparam -genkey} writes it. */
  @Test
  void anEcKeyInSec1BehindItsParametersIsRead() throws Exception {
    PrivateKey key = ec("secp384r1");
    String text = Pem.of("EC PARAMETERS", oid("secp384r1")) + Pem.of("EC PRIVATE KEY", inner(key));
    assertThat(read(text)).isEqualTo(key);
  }

  @Test
  void anEcKeyWithoutACurveIsNamed() throws Exception {
    String text = Pem.of("EC PRIVATE KEY", inner(ec("secp256r1")));
    assertThatThrownBy(() -> read(text)).hasMessage("the EC private key names no curve");
  }

  @Test
  void encryptedKeysAreNamed() throws Exception {
    byte[] any = {1, 2, 3};
    String old =
        Pem.of("RSA PRIVATE KEY", any)
            .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n");
    for (String text : new String[] {Pem.of("ENCRYPTED PRIVATE KEY", any), old}) {
      assertThatThrownBy(() -> read(text)).hasMessageContaining("the private key is encrypted");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE, 'holds no private key, but CERTIFICATE'",
    "DSA PRIVATE KEY, DSA PRIVATE KEY is not supported",
    "PRIVATE KEY, 'the private key is not valid, or of an unknown kind'",
    "RSA PRIVATE KEY, 'the private key is not valid, or of an unknown kind'",
    "EC PRIVATE KEY, the EC private key is missing"
  })
  void whatIsNoKeyIsNamed(String type, String message) {
    assertThatThrownBy(() -> read(Pem.of(type, new byte[] {2, 1, 0})))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void anEcKeyCutAnywhereIsAnErrorAndNothingElse() throws Exception {
    byte[] whole = withCurve(inner(ec("secp256r1")), "secp256r1");
    for (int size = 0; size < whole.length; size++) {
      byte[] part = Arrays.copyOf(whole, size);
      assertThatThrownBy(() -> read(Pem.of("EC PRIVATE KEY", part)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aHugeLengthInDerIsRefusedWithoutMemory() {
    for (byte[] bytes :
        new byte[][] {
          {0x30, (byte) 0x83, 0x7F, 0x7F, 0x7F, 0},
          {0x30, (byte) 0x84, 0x7F, 0x7F, 0x7F, 0x7F},
          {0x30, (byte) 0x80}
        }) {
      assertThatThrownBy(() -> new DerReader(bytes).next()).isInstanceOf(IOException.class);
    }
  }

  private static PrivateKey read(String text) throws IOException {
    return PemKey.of(PemBlock.parse(text));
  }

  private static PrivateKey ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair().getPrivate();
  }

  /** The key in the form of its algorithm lies inside of PKCS#8. */
  private static byte[] inner(PrivateKey key) throws IOException {
    DerReader parts = new DerReader(new DerReader(key.getEncoded()).next(Der.SEQUENCE, "PKCS#8"));
    parts.next();
    parts.next();
    return parts.next(OCTETS, "the key");
  }

  private static byte[] withCurve(byte[] sec1, String curve) throws IOException {
    DerReader parts = new DerReader(new DerReader(sec1).next(Der.SEQUENCE, "SEC 1"));
    DerReader.Element version = parts.next();
    DerReader.Element secret = parts.next();
    return Der.sequence(
        Der.of(version.tag(), version.content()),
        Der.of(secret.tag(), secret.content()),
        Der.of(0xA0, oid(curve)));
  }

  private static byte[] oid(String curve) {
    return Der.oid(
        switch (curve) {
          case "secp256r1" -> "1.2.840.10045.3.1.7";
          case "secp384r1" -> "1.3.132.0.34";
          default -> "1.3.132.0.35";
        });
  }
}
