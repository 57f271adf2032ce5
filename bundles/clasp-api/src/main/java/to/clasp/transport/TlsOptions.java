package to.clasp.transport;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How a client secures a connection by TLS. The name of the host is always verified, and a
 * certificate that has expired is always refused.
 *
 * @param trusted certificates of issuers, or of single endpoints, that are trusted; none of them
 *     means those that the Java platform trusts
 * @param identity what to show to an endpoint that asks, or null for nothing
 */
public record TlsOptions(List<X509Certificate> trusted, TlsIdentity identity) {
  /** Trusts what the Java platform trusts, and shows no certificate. */
  public static final TlsOptions DEFAULT = new TlsOptions(List.of(), null);

  /** Copies the list. */
  public TlsOptions {
    trusted = List.copyOf(trusted);
  }
}
