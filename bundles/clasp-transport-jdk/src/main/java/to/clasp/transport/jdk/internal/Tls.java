package to.clasp.transport.jdk.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;

/** Makes the client's side of TLS. The name of the host is verified by {@code HttpClient}. */
final class Tls {
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  static SSLContext context(TlsOptions options) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys(options.identity()),
          new TrustManager[] {new UnexpiredTrust(platform(options.trusted()))},
          new SecureRandom());
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS: " + unusable.getMessage(), unusable);
    }
  }

  private static X509ExtendedTrustManager platform(List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted.isEmpty() ? null : store(trusted));
    for (TrustManager each : factory.getTrustManagers()) {
      if (each instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("the Java platform has no trust manager for X.509");
  }

  private static KeyStore store(List<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry(Integer.toString(i), trusted.get(i));
    }
    return store;
  }

  private static KeyManager[] keys(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    if (identity == null) {
      return new KeyManager[0];
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "identity", identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }
}
