package to.clasp.transport.netty.tls.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Whether a private key belongs to a public one: what it signs must verify. */
final class KeyPairCheck {
  private static final byte[] SAMPLE = "clasp".getBytes(US_ASCII);

  private KeyPairCheck() {}

  static boolean matches(PrivateKey key, PublicKey of) {
    try {
      String algorithm =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
          };
      Signature signer = signature(algorithm);
      signer.initSign(key);
      signer.update(SAMPLE);
      byte[] signed = signer.sign();
      Signature verifier = signature(algorithm);
      verifier.initVerify(of);
      verifier.update(SAMPLE);
      return verifier.verify(signed);
    } catch (GeneralSecurityException different) {
      return false;
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    return signature;
  }
}
