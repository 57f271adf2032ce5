package to.clasp.rendezvous.internal.relay;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.rendezvous.KeptRegistration;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RegistrationDetail;
import to.clasp.rendezvous.RendezvousClient;
import to.clasp.transport.Endpoint;

/**
 * Keeps this process registered at a rendezvous server, with what its ports really serve. They are
 * looked at every now and then, because a port may move without being a new service.
 */
@Component(
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = SelfRegistration.PID)
@Designate(ocd = SelfRegistrationConfig.class)
public final class SelfRegistration {
  /** PID of the configuration. */
  public static final String PID = "to.clasp.rendezvous.registration";

  private static final Logger LOG = LoggerFactory.getLogger(SelfRegistration.class);
  private static final long LOOK_MILLIS = 1_000;

  private final Set<Endpoint> endpoints = ConcurrentHashMap.newKeySet();
  private final Set<RegistrationDetail> details = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(SelfRegistration::thread);
  private SelfSettings settings;
  private RendezvousClient client;
  private KeptRegistration kept;
  private String reported = "";

  /**
   * Begins to register.
   *
   * @param config where, and as what
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public SelfRegistration(SelfRegistrationConfig config) {
    settings = SelfSettings.of(config);
    client = RendezvousClient.create(settings.server());
    timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "clasp-rendezvous-registration");
    thread.setDaemon(true);
    return thread;
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(!(protocol=http))")
  void addEndpoint(Endpoint endpoint) {
    endpoints.add(endpoint);
  }

  void removeEndpoint(Endpoint endpoint) {
    endpoints.remove(endpoint);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addDetail(RegistrationDetail detail) {
    details.add(detail);
  }

  void removeDetail(RegistrationDetail detail) {
    details.remove(detail);
  }

  /**
   * Takes a changed configuration, or stays as it is and says why.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(SelfRegistrationConfig config) {
    try {
      SelfSettings changed = SelfSettings.of(config);
      if (!changed.server().equals(settings.server())) {
        client.close();
        client = RendezvousClient.create(changed.server());
        kept = null;
      }
      settings = changed;
    } catch (IllegalArgumentException wrong) {
      LOG.error("configuration not taken: {}", wrong.getMessage());
    }
  }

  private synchronized void look() {
    try {
      List<URI> ports = endpoints.stream().flatMap(each -> each.uris().stream()).toList();
      Registration now =
          settings.registration(ServedUrls.of(ports, settings.publicHost()), metadata());
      tell(now);
      report(now);
    } catch (RuntimeException failure) {
      LOG.warn("not registered at {}: {}", settings.server().server(), failure.toString());
    }
  }

  /** In an order of its own, so that the same details are the same registration. */
  private Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    for (RegistrationDetail detail : details) {
      try {
        metadata.putAll(detail.metadata());
      } catch (RuntimeException leaving) {
        LOG.debug("{} tells nothing", detail, leaving);
      }
    }
    return metadata;
  }

  /** Each state once: a server may be away for hours. */
  private void report(Registration now) {
    URI server = settings.server().server();
    Throwable failure = kept == null ? null : kept.failure().orElse(null);
    String state = "";
    if (failure != null) {
      state = "failed " + server;
    } else if (kept != null && kept.current().isPresent()) {
      state = server + " " + now.endpoints();
    } else if (kept != null) {
      return; // is being asked
    }
    if (state.equals(reported)) {
      return;
    }
    reported = state;
    if (failure != null) {
      LOG.warn("not registered at {}, which is tried again: {}", server, failure.toString());
    } else if (kept == null) {
      LOG.info("not registered at {}: no port is open to others", server);
    } else {
      LOG.info("registered at {}: {}", server, now.endpoints().values());
    }
  }

  private void tell(Registration now) {
    if (now.endpoints().isEmpty()) {
      if (kept != null) {
        kept.end();
        kept = null;
      }
    } else if (kept == null) {
      kept = client.keep(now);
    } else {
      kept.update(now);
    }
  }

  @Deactivate
  void close() {
    timer.shutdownNow();
    synchronized (this) {
      client.close();
    }
  }
}
