package to.clasp.transport.netty;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a port proves itself with, and whom it believes.
 *
 * @param key the private key of the first certificate
 * @param chain the certificate and those that issued it, in that order; at least one
 * @param clientCas the issuers of client certificates; none if clients are not asked
 */
public record TlsMaterial(
    PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientCas) {
  /** Checks for null and copies the lists. */
  public TlsMaterial {
    requireNonNull(key, "key");
    chain = List.copyOf(chain);
    clientCas = List.copyOf(clientCas);
  }

  /** Names the owner; never shows the key. */
  @Override
  public String toString() {
    return "TlsMaterial[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
