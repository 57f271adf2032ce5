package to.clasp.transport.quic.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** Keeps why a certificate was refused, which is lost on the way through the native library. */
final class RememberingTrust extends X509ExtendedTrustManager {
  private static final Map<SSLEngine, SSLException> REFUSALS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final X509ExtendedTrustManager real;

  RememberingTrust(X509ExtendedTrustManager real) {
    this.real = real;
  }

  /** Why the server of an engine was refused; null if it was not. */
  static SSLException refusal(SSLEngine engine) {
    return engine == null ? null : REFUSALS.get(engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
      throws CertificateException {
    try {
      real.checkServerTrusted(chain, algorithm, engine);
    } catch (CertificateException refused) {
      SSLException told = new SSLException(refused.getMessage(), refused);
      REFUSALS.put(engine, told);
      throw refused;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String algorithm)
      throws CertificateException {
    real.checkServerTrusted(chain, algorithm);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket)
      throws CertificateException {
    real.checkServerTrusted(chain, algorithm, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String algorithm)
      throws CertificateException {
    real.checkClientTrusted(chain, algorithm);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String algorithm, Socket socket)
      throws CertificateException {
    real.checkClientTrusted(chain, algorithm, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
      throws CertificateException {
    real.checkClientTrusted(chain, algorithm, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return real.getAcceptedIssuers();
  }
}
