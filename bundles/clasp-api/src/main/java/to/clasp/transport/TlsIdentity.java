package to.clasp.transport;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a client proves to be when an endpoint asks for a certificate.
 *
 * @param key the private key of the first certificate
 * @param chain the certificate and those that issued it, in that order; at least one
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  /**
   * Checks for null and copies the chain.
   *
   * @throws IllegalArgumentException if the chain is empty
   */
  public TlsIdentity {
    requireNonNull(key, "key");
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain is empty");
    }
  }

  /** Names the owner; never shows the key. */
  @Override
  public String toString() {
    return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
