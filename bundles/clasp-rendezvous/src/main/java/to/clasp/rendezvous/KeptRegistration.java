package to.clasp.rendezvous;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A device that stays registered until this is closed: it is refreshed at 40 % of the time that the
 * server keeps it, registered again when the server does not know it any more, and after a failure
 * tried again, more and more seldom, at least once a minute (if the server does not ask for more
 * time). Safe from any thread.
 */
@ProviderType
public interface KeptRegistration extends AutoCloseable {

  /**
   * The first registration.
   *
   * @return completes when it has succeeded; exceptionally with a {@link RendezvousException} when
   *     the server refuses it for good (and is still asked again from time to time), or with a
   *     {@link java.util.concurrent.CancellationException} when this ends before. A server that
   *     cannot be reached leaves it open.
   */
  CompletableFuture<Receipt> first();

  /**
   * The registration of the moment.
   *
   * @return empty while the server does not know the device
   */
  Optional<Receipt> current();

  /**
   * Why the server could not be told last.
   *
   * @return empty when the last request has succeeded, or before the first one has ended
   */
  Optional<Throwable> failure();

  /**
   * Tells something else about the device: registers it again and removes the old registration.
   *
   * @param changed what to tell; an equal one changes nothing
   */
  void update(Registration changed);

  /**
   * Unregisters and stops.
   *
   * @return completes when the server has answered or cannot be asked, never exceptionally
   */
  CompletableFuture<Void> end();

  /** Ends, and waits for the server's answer for 2 s at most. */
  @Override
  void close();
}
