package to.clasp.client;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** A subscription of a client. It lives until it or the client is closed, over all connections. */
@ProviderType
public interface Subscription extends Registration {

  /**
   * What it listens to.
   *
   * @return the pattern
   */
  String pattern();

  /**
   * Whether the router has taken it.
   *
   * @return completes when it has, and the values that there were have been received; exceptionally
   *     with a {@link ClaspException} if it is refused or not answered in time. A subscription that
   *     was refused is closed
   */
  CompletableFuture<Void> ready();

  /**
   * How many messages were dropped because the callback was too slow.
   *
   * @return 0 or more
   */
  long dropped();
}
