package to.clasp.discovery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.discovery.internal.LanDiscovery;

/**
 * Finds devices. In OSGi it is a service once it is configured; elsewhere {@link #open} makes one.
 * Safe from any thread; nothing blocks. What it announces itself it does not find.
 *
 * <p>Listening for mDNS begins with the first search or the first subscriber of {@link #events()},
 * and goes on until it is closed. From then on devices come and go by themselves; devices that only
 * broadcast or a rendezvous server knows are looked at when somebody searches. At most 1024 devices
 * are kept.
 */
@ProviderType
public interface Discovery {

  /** One that belongs to whoever opened it. */
  interface Owned extends Discovery, AutoCloseable {
    /**
     * Lets others find something. Replaces what was announced before.
     *
     * @param what what to announce; without endpoints nothing
     * @throws IOException if the port for broadcasts cannot be opened; says why
     */
    void announce(Announcement what) throws IOException;

    /** Takes back what was announced, and ends all searches. May take some milliseconds. */
    @Override
    void close();
  }

  /**
   * Opens one that announces nothing yet.
   *
   * @param options where to search
   * @return close it when it is not needed any more
   * @throws IOException if the mDNS port cannot be opened; says why
   */
  static Discovery.Owned open(DiscoveryOptions options) throws IOException {
    return LanDiscovery.open(options);
  }

  /**
   * Searches everywhere: by mDNS and by broadcast at the same time until the timeout, then at the
   * rendezvous server. A device that is found in several ways appears once. Who asks while a search
   * is under way gets what that one finds.
   *
   * @return all devices known in the end. It never fails: a source that cannot be used is told to
   *     {@link #events()} and in {@link Search#failures()}
   */
  CompletableFuture<Search> discoverAll();

  /**
   * What a search has found.
   *
   * @param devices all devices known at its end, in the order of their discovery
   * @param failures the sources that could not be used
   */
  record Search(List<Sighting> devices, List<DiscoveryEvent.Failed> failures) {
    /** Copies the lists. */
    public Search {
      devices = List.copyOf(devices);
      failures = List.copyOf(failures);
    }
  }

  /**
   * What is known now.
   *
   * @return all devices in the order of their discovery; a copy
   */
  List<Sighting> devices();

  /**
   * One device.
   *
   * @param id its id
   * @return empty if it is not known
   */
  Optional<Sighting> device(String id);

  /**
   * What happens from now on. A subscriber first gets a {@link DiscoveryEvent.Found} for each
   * device that is known already. One that has left 2048 events waiting misses further ones.
   *
   * @return any number of subscribers may be there; they complete when this is closed
   */
  Flow.Publisher<DiscoveryEvent> events();

  /**
   * Adds a device, which stays until it is removed. What is added last counts.
   *
   * @param device a device that no source may know
   * @return false if there is no room for it
   */
  boolean add(Device device);

  /**
   * Removes a device that was added. Other sources may still know it.
   *
   * @param id its id
   * @return whether it was there
   */
  boolean remove(String id);
}
