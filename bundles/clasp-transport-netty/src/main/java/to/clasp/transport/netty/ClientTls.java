package to.clasp.transport.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import to.clasp.transport.TlsIdentity;
import to.clasp.transport.TlsOptions;
import to.clasp.transport.netty.tls.internal.CheckedTrust;
import to.clasp.transport.netty.tls.internal.TlsEvents;

/** The client's side of TLS. One for each connector; keeps what is costly. Safe from any thread. */
public final class ClientTls {
  private static final int KEPT = 16;

  private final Map<TlsOptions, SslContext> contexts =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TlsOptions, SslContext> eldest) {
          return size() > KEPT;
        }
      };

  /** Nothing is kept yet. */
  public ClientTls() {}

  /**
   * For TLS 1.2 and 1.3 over a stream of bytes. Reads the platform's certificates the first time,
   * so not to be called on an event loop.
   *
   * @param options whom to trust and what to show
   * @return a context of the JDK's implementation; the same for equal options
   * @throws SSLException if the identity cannot be used
   */
  public synchronized SslContext context(TlsOptions options) throws SSLException {
    SslContext known = contexts.get(options);
    if (known != null) {
      return known;
    }
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS")
            .trustManager(trustManager(options));
    TlsIdentity identity = options.identity();
    if (identity != null) {
      builder.keyManager(identity.key(), identity.chain());
    }
    SslContext made = builder.build();
    contexts.put(options, made);
    return made;
  }

  /**
   * For transports that make a context of their own.
   *
   * @param options whom to trust
   * @return refuses also what has expired; verifies the name of the host if the engine asks for it
   */
  public static X509ExtendedTrustManager trustManager(TlsOptions options) {
    return CheckedTrust.in(options.trusted());
  }

  /**
   * Secures a channel that is not connected yet.
   *
   * @param channel with an empty pipeline
   * @param context of {@link #context}
   * @param to its host is verified
   */
  public static void install(Channel channel, SslContext context, URI to) {
    channel
        .pipeline()
        .addLast(TlsEvents.limited(context.newHandler(channel.alloc(), host(to), to.getPort())))
        .addLast(new TlsEvents(false));
  }

  /**
   * The host of a URI.
   *
   * @param to has a host
   * @return name or address, without the brackets of IPv6
   */
  public static String host(URI to) {
    String host = to.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Says in one line why a connection failed.
   *
   * @param failure what Netty says
   * @return for people; begins with TLS if that is the reason
   */
  public static String reason(Throwable failure) {
    Throwable last = failure;
    boolean tls = failure instanceof SSLException;
    for (int depth = 0; depth < 10 && last.getCause() != null; depth++) {
      last = last.getCause();
      tls |= last instanceof SSLException;
    }
    String text = String.valueOf(last.getMessage()).lines().findFirst().orElse("");
    if (!tls) {
      return text;
    }
    if (last instanceof CertificateExpiredException) {
      return "TLS: the certificate has expired (" + text + ")";
    }
    return last instanceof CertPathBuilderException
        ? "TLS: the certificate is not trusted (" + text + ")"
        : "TLS: " + text;
  }
}
