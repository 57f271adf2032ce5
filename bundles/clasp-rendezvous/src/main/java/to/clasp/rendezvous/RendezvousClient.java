package to.clasp.rendezvous;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.rendezvous.internal.client.HttpRendezvousClient;

/**
 * Asks one rendezvous server. All methods return at once; their futures complete on a thread of the
 * client, which must not be blocked, exceptionally with a {@link RendezvousException} or another
 * {@link java.io.IOException}. Safe from any thread. All threads are daemons.
 */
@ProviderType
public interface RendezvousClient extends AutoCloseable {

  /**
   * A client, which connects when it is first used.
   *
   * @param options where the server is
   * @return the client, to be closed
   */
  static RendezvousClient create(RendezvousOptions options) {
    return new HttpRendezvousClient(options);
  }

  /**
   * Finds devices, newest first.
   *
   * @param query which ones
   * @return those that the server has, as many as fit into one answer
   */
  CompletableFuture<List<RegisteredDevice>> discover(DiscoverQuery query);

  /**
   * Finds all devices, however many answers it takes.
   *
   * @param query which ones; its limit is the size of an answer
   * @return each once, at most 100 000
   */
  CompletableFuture<List<RegisteredDevice>> discoverAll(DiscoverQuery query);

  /**
   * Registers a device once. It is forgotten after the time that the receipt tells.
   *
   * @param registration what to tell
   * @return the receipt
   */
  CompletableFuture<Receipt> register(Registration registration);

  /**
   * Has the server keep a device for another while.
   *
   * @param receipt of its registration
   * @return completes exceptionally with status 404 if the server does not know it (any more)
   */
  CompletableFuture<Void> refresh(Receipt receipt);

  /**
   * Removes a device.
   *
   * @param receipt of its registration
   * @return completes exceptionally with status 404 if the server does not know it (any more)
   */
  CompletableFuture<Void> unregister(Receipt receipt);

  /**
   * Registers a device and keeps it registered.
   *
   * @param registration what to tell
   * @return to be closed, or closed with the client
   */
  KeptRegistration keep(Registration registration);

  /** Unregisters what is kept, waits for that for 2 s at most, and sends nothing any more. */
  @Override
  void close();
}
