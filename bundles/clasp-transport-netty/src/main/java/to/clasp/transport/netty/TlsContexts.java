package to.clasp.transport.netty;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.transport.netty.tls.internal.TlsRegistry;

/** The keys and certificates of all ports of a process. A service. Safe from any thread. */
@ProviderType
public interface TlsContexts {

  /** Contexts that belong to the one who made them. */
  @ProviderType
  interface Owned extends TlsContexts, AutoCloseable {
    /** Ends following files. */
    @Override
    void close();
  }

  /**
   * Contexts for use without OSGi.
   *
   * @return nothing is open yet
   */
  static Owned create() {
    return new TlsRegistry();
  }

  /**
   * Reads the files of a port, unless another port with the same settings has done so. Not to be
   * called on an event loop.
   *
   * @param settings how the port is secured
   * @return to be closed when the port is closed
   * @throws IOException if a file is missing or wrong; names key, file and reason
   */
  ServerTls open(TlsSettings settings) throws IOException;
}
