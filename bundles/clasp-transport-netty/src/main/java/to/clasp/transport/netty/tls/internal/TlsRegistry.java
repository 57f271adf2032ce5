package to.clasp.transport.netty.tls.internal;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.netty.ServerTls;
import to.clasp.transport.netty.TlsContexts;
import to.clasp.transport.netty.TlsMaterial;
import to.clasp.transport.netty.TlsSettings;

/** Counts the uses of each settings. While there are files in use, a thread looks at them. */
@Component(service = TlsContexts.class)
public final class TlsRegistry implements TlsContexts.Owned {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
  private static final long LOOK_MILLIS = 1000;

  private final Map<TlsSettings, List<Use>> uses = new HashMap<>();
  private final long lookMillis;
  private SelfSigned own;
  private ScheduledExecutorService watch;

  /** Nothing is open. */
  @Activate
  public TlsRegistry() {
    this(LOOK_MILLIS);
  }

  TlsRegistry(long lookMillis) {
    this.lookMillis = lookMillis;
  }

  @Override
  public synchronized ServerTls open(TlsSettings settings) throws IOException {
    List<Use> same = uses.get(settings);
    SharedTls shared = same == null ? new SharedTls(settings, this::own) : same.get(0).shared;
    Use use = new Use(settings, shared);
    uses.computeIfAbsent(settings, first -> new ArrayList<>()).add(use);
    if (watch == null && !TlsFiles.of(settings).isEmpty()) {
      watch = Executors.newSingleThreadScheduledExecutor(TlsRegistry::thread);
      watch.scheduleWithFixedDelay(this::look, lookMillis, lookMillis, TimeUnit.MILLISECONDS);
    }
    return use;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "clasp-tls-files");
    thread.setDaemon(true);
    return thread;
  }

  private void look() {
    try {
      shared().forEach(SharedTls::look);
    } catch (RuntimeException failure) {
      LOG.warn("TLS: cannot look at files", failure);
    }
  }

  private synchronized List<SharedTls> shared() {
    return uses.values().stream().map(same -> same.get(0).shared).toList();
  }

  /** One for the whole process, made when it is first needed. */
  private synchronized SelfSigned own() {
    if (own == null) {
      own = SelfSigned.create(OwnNames.find());
      LOG.info(
          "TLS: self-signed certificate, SHA-256 fingerprint {}", fingerprint(own.certificate()));
    }
    return own;
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private synchronized void release(Use use) {
    List<Use> same = uses.get(use.settings);
    if (same == null || !same.remove(use)) {
      return;
    }
    use.shared.listeners().removeAll(use.listeners);
    if (same.isEmpty()) {
      uses.remove(use.settings);
    }
    if (uses.keySet().stream().allMatch(settings -> TlsFiles.of(settings).isEmpty())) {
      stopWatch();
    }
  }

  private void stopWatch() {
    if (watch != null) {
      watch.shutdown();
      watch = null;
    }
  }

  @Deactivate
  @Override
  public synchronized void close() {
    uses.clear();
    stopWatch();
  }

  /** One port. */
  private final class Use implements ServerTls {
    private final TlsSettings settings;
    private final SharedTls shared;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Use(TlsSettings settings, SharedTls shared) {
      this.settings = settings;
      this.shared = shared;
    }

    @Override
    public TlsSettings settings() {
      return settings;
    }

    @Override
    public SslContext context() {
      return shared.loaded().context();
    }

    @Override
    public TlsMaterial material() {
      return shared.loaded().material();
    }

    @Override
    public void onChange(Runnable listener) {
      listeners.add(listener);
      shared.listeners().add(listener);
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
