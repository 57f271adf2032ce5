package to.clasp.relay.log;

import java.util.logging.LogManager;

/**
 * Keeps logging alive to the end. The standard manager closes all handlers in a shutdown hook of
 * its own, which runs beside ours and would swallow what is logged while the relay stops. Public,
 * with a public constructor, because the JDK creates it by name.
 */
public final class RelayLogManager extends LogManager {

  /** For the JDK only. */
  public RelayLogManager() {}

  @Override
  public void readConfiguration() {
    // RelayLog sets all there is; the file of the JDK would add a second handler.
  }

  @Override
  public void reset() {
    // see the class comment
  }
}
