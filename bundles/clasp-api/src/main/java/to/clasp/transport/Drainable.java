package to.clasp.transport;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that serves clients and can end that in an orderly way before the process ends. A
 * service; whoever ends the process calls all of them, waits, and then stops the bundles.
 */
@ConsumerType
public interface Drainable {

  /**
   * Takes no one new from now on, tells those who are there that the service ends, and lets go out
   * what is on its way to them. There is no way back. Returns at once; from any thread.
   *
   * @param timeout how long this may take; then those who are left are cut off
   * @return completes when all are gone, or when the time is over, never exceptionally
   */
  CompletionStage<Void> drain(Duration timeout);
}
