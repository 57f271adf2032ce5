package to.clasp.relay;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.relay.log.FrameworkLog;

/**
 * One relay from its start to its orderly end.
 *
 * <p>SIGTERM, Ctrl-C and a closed terminal all arrive as a shutdown hook. The JVM would end with
 * 128 + signal after its hooks; an orderly stop on request is a success, so the hook ends the
 * process itself, with code 0. What {@code halt} leaves out (other hooks, deleteOnExit) is not used
 * here: temporary files lie in one directory that is deleted before.
 */
final class RelayProcess {

  private static final Logger LOG = LoggerFactory.getLogger(RelayProcess.class);
  private static final Set<String> UDP = Set.of("udp", "osc.udp");
  private static final long START_MILLIS = 1000L * Long.getLong("clasp.start.seconds", 10);
  private static final long STOP_MILLIS = 4_000;

  /** What the bundles take to stop once the clients are gone, with room to spare. */
  private static final long AFTER_DRAIN_MILLIS = 700;

  /** More than that where there is time: a busy machine takes longer. */
  private static final long LONG_AFTER_DRAIN_MILLIS = 3_000;

  private static final long SPARE_MILLIS = 300;

  private final Integer drainFlag;
  private final boolean tlsOnly;
  private final TemporaryDirectory scratch;
  private final RelayFramework framework;
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile long endMillis;

  RelayProcess(RelayHome home, RelayOptions options, TemporaryDirectory scratch) {
    this.scratch = scratch;
    tlsOnly = options.tls.tlsOnly;
    drainFlag = options.drainTimeout;
    endMillis = DrainTimeout.of(drainFlag, null).toMillis() - SPARE_MILLIS;
    framework = new RelayFramework(home, new ConfigurationOverlay(options), scratch);
  }

  /**
   * Starts the relay and stays until it is stopped from outside, which ends the process.
   *
   * @throws RelayException in one line why it does not start; all is cleaned up then
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void run() throws RelayException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "clasp-relay-stop"));
    FrameworkLog log = new FrameworkLog();
    try {
      framework.start(log);
      new StartupWatch(framework.context()).await(START_MILLIS);
      log.started();
      announce();
      framework.awaitStop();
    } finally {
      if (!ending.compareAndSet(false, true)) {
        Thread.sleep(endMillis); // a signal has come; the hook is about to end the process
      }
      end();
    }
  }

  private void announce() {
    LOG.info("clasp-relay {}", BuildInfo.load().text());
    boolean beyondLoopback = false;
    for (Set<URI> uris : Endpoints.all(framework.context())) {
      List<String> urls =
          uris.stream().sorted().flatMap(uri -> Endpoints.urls(uri).stream()).distinct().toList();
      LOG.info("listening on {}", String.join(" ", urls));
      List<String> plain =
          uris.stream()
              .filter(uri -> UDP.contains(uri.getScheme()))
              .flatMap(uri -> Endpoints.urls(uri).stream())
              .distinct()
              .toList();
      if (tlsOnly && !plain.isEmpty()) {
        LOG.warn("UDP has no TLS: in spite of --tls-only, {} is plain", String.join(" ", plain));
      }
      beyondLoopback |= uris.stream().anyMatch(Endpoints::isBeyondLoopback);
    }
    if (beyondLoopback && isOpen()) {
      LOG.warn(
          "open to the network without authentication: whoever reaches a port may read and write"
              + " everything (--host 127.0.0.1 keeps it on this machine)");
    }
  }

  private boolean isOpen() {
    BundleContext context = framework.context();
    ServiceReference<ConfigurationAdmin> admin =
        context.getServiceReference(ConfigurationAdmin.class);
    try {
      // Beside another scheme, open is ignored.
      return context.getService(admin).listConfigurations("(service.pid=to.clasp.auth.open)")
              != null
          && context
                  .getService(admin)
                  .listConfigurations(
                      "(&(service.pid=to.clasp.auth.*)(!(service.pid=to.clasp.auth.open)))")
              == null;
    } catch (IOException | org.osgi.framework.InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void onSignal() {
    if (!ending.compareAndSet(false, true)) {
      return; // the start has failed, and the process is about to end with its own code
    }
    endMillis = DrainTimeout.of(drainFlag, framework.context()).toMillis() - SPARE_MILLIS;
    startWatchdog();
    LOG.info("stopping");
    long stop = Math.max(AFTER_DRAIN_MILLIS, Math.min(endMillis / 5, LONG_AFTER_DRAIN_MILLIS));
    Clients.drain(framework.context(), Math.max(0, endMillis - stop));
    end();
    Runtime.getRuntime().halt(0);
  }

  private void end() {
    framework.stop(STOP_MILLIS);
    scratch.delete();
  }

  /** Whatever hangs in a bundle, the process ends. */
  private void startWatchdog() {
    Thread watchdog = new Thread(this::haltLater, "clasp-relay-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private void haltLater() {
    try {
      Thread.sleep(endMillis);
      LOG.warn("not stopped after {} ms, ending all the same", endMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scratch.delete();
    Runtime.getRuntime().halt(0);
  }
}
