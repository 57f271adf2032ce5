package to.clasp.transport.netty.tls.internal;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.ClientCertificates;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.TlsMaterial;
import to.clasp.transport.netty.TlsSettings;

/** What all ports with the same settings share. Holds the last good state of the files. */
final class SharedTls {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

  /** Each session that may be resumed takes about a kilobyte. */
  private static final int SESSIONS = 4096;

  /** A good state of the files. */
  record Loaded(TlsMaterial material, SslContext context) {}

  private final TlsSettings settings;
  private final Supplier<SelfSigned> own;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Loaded loaded;
  private FileStamps tried;
  private FileStamps seen;

  SharedTls(TlsSettings settings, Supplier<SelfSigned> own) throws IOException {
    this.settings = settings;
    this.own = own;
    this.tried = stamps();
    this.seen = tried;
    this.loaded = load();
  }

  private FileStamps stamps() {
    return FileStamps.of(TlsFiles.of(settings));
  }

  Loaded loaded() {
    return loaded;
  }

  List<Runnable> listeners() {
    return listeners;
  }

  /**
   * Looks whether the files have changed. They are read when they have stayed the same since the
   * last look, because they are rarely written all at once. From one thread only.
   */
  void look() {
    FileStamps now = stamps();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(tried)) {
      return;
    }
    tried = now;
    try {
      loaded = load();
      LOG.info("TLS: {} has changed and is in use for new connections", TlsFiles.of(settings));
    } catch (IOException broken) {
      LOG.warn("TLS: the last good certificate stays in use: {}", broken.getMessage());
      return;
    }
    listeners.forEach(SharedTls::tell);
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException failure) {
      LOG.warn("TLS: a port did not take the new certificate", failure);
    }
  }

  private Loaded load() throws IOException {
    List<X509Certificate> clientCas = TlsFiles.clientCas(settings);
    TlsMaterial material;
    if (settings.selfSigned()) {
      SelfSigned made = own.get();
      material = new TlsMaterial(made.key(), List.of(made.certificate()), clientCas);
    } else {
      material = TlsFiles.identity(settings, clientCas);
    }
    SslContext context = context(material);
    warnOfTime(material.chain().get(0));
    return new Loaded(material, context);
  }

  private SslContext context(TlsMaterial material) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(material.key(), material.chain())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .sessionCacheSize(SESSIONS)
            .clientAuth(asked(settings.clientCertificates()));
    if (!material.clientCas().isEmpty()) {
      builder.trustManager(CheckedTrust.in(material.clientCas()));
    }
    return builder.build();
  }

  private static ClientAuth asked(ClientCertificates asked) {
    return switch (asked) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  private void warnOfTime(X509Certificate certificate) {
    Instant now = Instant.now();
    Instant begin = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      LOG.warn("TLS: certificateFile {} has expired on {}", settings.certificateFile(), end);
    } else if (now.isBefore(begin)) {
      LOG.warn("TLS: certificateFile {} is not valid before {}", settings.certificateFile(), begin);
    }
  }
}
