package to.clasp.transport.netty.tls.internal;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The trust manager of the Java platform, which believes a certificate that it was given itself for
 * ever; this one also asks whether it has expired.
 */
public final class CheckedTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager platform;

  private CheckedTrust(X509ExtendedTrustManager platform) {
    this.platform = platform;
  }

  /**
   * Trusts some certificates.
   *
   * @param trusted the certificates; none means what the Java platform trusts
   * @return a new trust manager
   */
  public static CheckedTrust in(List<X509Certificate> trusted) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted.isEmpty() ? null : store(trusted));
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager platform) {
          return new CheckedTrust(platform);
        }
      }
      throw new IllegalStateException("the Java platform has no trust manager for X.509");
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("certificates to trust: " + failure.getMessage(), failure);
    }
  }

  private static KeyStore store(List<X509Certificate> trusted) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), trusted.get(i));
      }
      return store;
    } catch (IOException impossible) {
      throw new IllegalStateException("nothing was read", impossible);
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return platform.getAcceptedIssuers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    platform.checkServerTrusted(chain, type, engine);
    chain[0].checkValidity();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    platform.checkClientTrusted(chain, type, engine);
    chain[0].checkValidity();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    platform.checkServerTrusted(chain, type, socket);
    chain[0].checkValidity();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    platform.checkClientTrusted(chain, type, socket);
    chain[0].checkValidity();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    platform.checkServerTrusted(chain, type);
    chain[0].checkValidity();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    platform.checkClientTrusted(chain, type);
    chain[0].checkValidity();
  }
}
