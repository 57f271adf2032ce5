package to.clasp.transport.quic.internal;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;
import to.clasp.transport.netty.ClientTls;

/** The client's side of TLS in QUIC. Keeps what is costly. Safe from any thread. */
final class ClientContexts {
  private static final int KEPT = 16;

  private final Map<TlsOptions, QuicSslContext> contexts =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TlsOptions, QuicSslContext> eldest) {
          return size() > KEPT;
        }
      };

  /** Reads files the first time, so not for an event loop. */
  synchronized QuicSslContext of(TlsOptions options) {
    return contexts.computeIfAbsent(options, ClientContexts::build);
  }

  private static QuicSslContext build(TlsOptions options) {
    QuicSslContextBuilder builder =
        QuicSslContextBuilder.forClient()
            .trustManager(new RememberingTrust(ClientTls.trustManager(options)))
            .endpointIdentificationAlgorithm("HTTPS")
            .applicationProtocols(TransportParameters.ALPN)
            .earlyData(false);
    TlsIdentity identity = options.identity();
    if (identity != null) {
      builder.keyManager(identity.key(), null, identity.chain().toArray(X509Certificate[]::new));
    }
    return builder.build();
  }
}
