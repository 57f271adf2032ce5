package to.clasp.transport.quic.internal;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.ClientCertificates;
import to.clasp.transport.netty.ServerTls;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.TlsMaterial;
import to.clasp.transport.netty.TlsSettings;

/** The certificate of a port for QUIC. Connections that begin later see one that has changed. */
final class ServerContext implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuicTransport.class);

  private final ServerTls tls;
  private volatile QuicSslContext current;

  private ServerContext(ServerTls tls) {
    this.tls = tls;
    this.current = build();
    tls.onChange(this::reload);
  }

  /**
   * Reads the files of a port.
   *
   * @throws IOException if a file is missing or wrong, or not usable for QUIC; says why
   */
  static ServerContext open(TlsContexts contexts, TlsSettings settings) throws IOException {
    ServerTls tls = contexts.open(settings);
    try {
      return new ServerContext(tls);
    } catch (RuntimeException unusable) {
      tls.close();
      throw new IOException(
          "the certificate cannot be used for QUIC: " + unusable.getMessage(), unusable);
    }
  }

  QuicSslContext current() {
    return current;
  }

  /** Left to the connection to enforce: TLS in QUIC could not tell the client what is missing. */
  boolean needsClientCertificate() {
    return tls.settings().clientCertificates() == ClientCertificates.REQUIRED;
  }

  private void reload() {
    try {
      current = build();
    } catch (RuntimeException unusable) {
      LOG.error("the changed certificate is not taken: {}", unusable.getMessage());
    }
  }

  private QuicSslContext build() {
    TlsMaterial material = tls.material();
    QuicSslContextBuilder builder =
        QuicSslContextBuilder.forServer(material.key(), null, array(material.chain()))
            .applicationProtocols(TransportParameters.ALPN)
            .earlyData(false);
    if (tls.settings().clientCertificates() != ClientCertificates.NONE) {
      builder.trustManager(array(material.clientCas())).clientAuth(ClientAuth.OPTIONAL);
    }
    return builder.build();
  }

  private static X509Certificate[] array(List<X509Certificate> certificates) {
    return certificates.toArray(X509Certificate[]::new);
  }

  @Override
  public void close() {
    tls.close();
  }
}
