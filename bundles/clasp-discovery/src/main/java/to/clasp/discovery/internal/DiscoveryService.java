package to.clasp.discovery.internal;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
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
import to.clasp.discovery.Announcement;
import to.clasp.discovery.Device;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryEvent;
import to.clasp.discovery.Sighting;
import to.clasp.protocol.Features;
import to.clasp.transport.Endpoint;

/**
 * Discovery as a service, which announces the endpoints there are. Its activation fails if a port
 * cannot be opened.
 */
@Component(
    service = {Discovery.class, DiscoveryService.class},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = DiscoveryService.PID)
@Designate(ocd = DiscoveryConfig.class)
public final class DiscoveryService implements Discovery {
  /** PID of the configuration. */
  public static final String PID = "to.clasp.discovery";

  /** Those where clients speak something else than CLASP. */
  private static final String NATIVE = "(!(|(protocol=http)(protocol=mqtt)(protocol=osc)))";

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryService.class);

  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
  private final OtherServices others = new OtherServices();
  private final LanDiscovery discovery;
  private volatile Settings settings;

  /**
   * Opens the ports.
   *
   * @param config how to search and what to announce
   * @throws IOException if a port cannot be opened
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public DiscoveryService(DiscoveryConfig config) throws IOException {
    this.settings = Settings.of(config);
    this.discovery = LanDiscovery.open(settings.setup(), this::announcement);
    discovery.announceOthers(() -> others.served(settings.name(), endpoints));
  }

  /** What this device is known by in every source. */
  String id() {
    return discovery.id();
  }

  /** Asked on the loop: ports also change without a sign of their service. */
  private Announcement announcement() {
    Set<URI> uris = new LinkedHashSet<>();
    endpoints.forEach(endpoint -> uris.addAll(endpoint.uris()));
    return new Announcement(settings.name(), Features.ALL, uris);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = NATIVE)
  void bindEndpoint(Endpoint endpoint) {
    endpoints.add(endpoint);
    discovery.refresh();
  }

  void unbindEndpoint(Endpoint endpoint) {
    endpoints.remove(endpoint);
    discovery.refresh();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(" + Endpoint.SERVICE_TYPES + "=*)")
  void bindOther(Endpoint endpoint, Map<String, ?> properties) {
    others.add(endpoint, properties.get(Endpoint.SERVICE_TYPES));
    discovery.refresh();
  }

  void unbindOther(Endpoint endpoint) {
    others.remove(endpoint);
    discovery.refresh();
  }

  /**
   * Takes a changed configuration. Only what has changed is begun anew; subscribers and known
   * devices stay. A wrong configuration, or one whose port cannot be opened, is not taken.
   *
   * @param config the new configuration
   */
  @Modified
  synchronized void modified(DiscoveryConfig config) {
    Settings before = settings;
    try {
      Settings next = Settings.of(config);
      if (!next.equals(before)) {
        settings = next;
        discovery.apply(next.setup(), this::announcement);
      }
    } catch (IOException | IllegalArgumentException failure) {
      settings = before;
      LOG.error("configuration not taken: {}", failure.getMessage());
    }
  }

  @Deactivate
  synchronized void close() {
    discovery.close();
  }

  @Override
  public CompletableFuture<Search> discoverAll() {
    return discovery.discoverAll();
  }

  @Override
  public List<Sighting> devices() {
    return discovery.devices();
  }

  @Override
  public Optional<Sighting> device(String id) {
    return discovery.device(id);
  }

  @Override
  public Flow.Publisher<DiscoveryEvent> events() {
    return discovery.events();
  }

  @Override
  public boolean add(Device device) {
    return discovery.add(device);
  }

  @Override
  public boolean remove(String id) {
    return discovery.remove(id);
  }
}
