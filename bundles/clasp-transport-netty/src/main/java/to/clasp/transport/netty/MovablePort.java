package to.clasp.transport.netty;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * An open port that follows its configuration: it moves when that names another address, and stays
 * as it is when the new one cannot be opened. Safe from any thread but a loop.
 *
 * @param <S> the checked configuration
 */
public final class MovablePort<S extends MovablePort.Settings> implements AutoCloseable {

  /** A checked configuration. */
  public interface Settings {
    /**
     * Where to listen.
     *
     * @return the configured address
     */
    ListenAddress address();

    /**
     * Whether a port has to be opened anew because of a change.
     *
     * @param next the changed configuration
     * @return true if the open port does not serve it
     */
    default boolean moves(Settings next) {
      return !address().equals(next.address());
    }
  }

  /** A port that is open. */
  public interface Open {
    /**
     * Where it can be reached.
     *
     * @return with the real port
     */
    Set<URI> uris();

    /** Closes the port and its connections; returns when they are closed. */
    void close();
  }

  /**
   * Opens ports.
   *
   * @param <S> the checked configuration
   */
  public interface Opener<S> {
    /**
     * Opens one.
     *
     * @param settings where
     * @param current tells the configuration in effect, for what may change while the port is open
     * @return the open port
     * @throws IOException if it cannot be opened; names host, port and reason
     */
    Open open(S settings, Supplier<S> current) throws IOException;
  }

  private final Logger log;
  private final Opener<S> opener;
  private volatile S settings;
  private volatile Open open;

  /**
   * Opens the port.
   *
   * @param log of the transport
   * @param settings where
   * @param opener opens this port, and later ones
   * @throws IOException if the port cannot be opened
   */
  public MovablePort(Logger log, S settings, Opener<S> opener) throws IOException {
    this.log = log;
    this.opener = opener;
    this.settings = settings;
    this.open = open(settings);
  }

  /**
   * Takes a changed configuration, or says in one line of the log why not.
   *
   * @param next the changed configuration
   */
  public synchronized void take(S next) {
    try {
      if (settings.moves(next)) {
        move(next);
      }
      settings = next;
    } catch (IOException failure) {
      refuse(failure);
    }
  }

  /**
   * Says in one line of the log that a configuration is not taken.
   *
   * @param failure names what is wrong
   */
  public void refuse(Exception failure) {
    log.error("configuration not taken: {}; open: {}", failure.getMessage(), uris());
  }

  /** A port of another number is opened before the old one is closed. */
  private void move(S next) throws IOException {
    if (next.address().port() != settings.address().port()) {
      Open old = open;
      open = open(next);
      close(old);
      return;
    }
    close(open);
    open = null;
    try {
      open = open(next);
    } catch (IOException failure) {
      open = open(settings);
      throw failure;
    }
  }

  private Open open(S at) throws IOException {
    Open opened = opener.open(at, () -> settings);
    log.info("port open: {}", text(opened));
    return opened;
  }

  private void close(Open port) {
    if (port != null) {
      port.close();
      log.info("port closed: {}", text(port));
    }
  }

  private static String text(Open port) {
    return String.join(", ", port.uris().stream().map(URI::toString).sorted().toList());
  }

  /**
   * Where the port can be reached.
   *
   * @return empty if no port is open
   */
  public Set<URI> uris() {
    Open port = open;
    return port == null ? Set.of() : port.uris();
  }

  @Override
  public synchronized void close() {
    close(open);
    open = null;
  }
}
