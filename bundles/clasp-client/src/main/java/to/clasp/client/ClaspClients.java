package to.clasp.client;

import org.osgi.annotation.versioning.ProviderType;
import to.clasp.client.internal.PlainJava;

/**
 * Makes clients. An OSGi service; outside of OSGi {@link #ofProcess()} is the same. Of several
 * {@link to.clasp.transport.Connector}s that know the scheme of an endpoint the one of the highest
 * ranking is taken, at each attempt to connect.
 */
@ProviderType
public interface ClaspClients {

  /**
   * What makes clients outside of OSGi: it finds the connectors by {@link java.util.ServiceLoader}.
   *
   * @return always the same object
   * @throws IllegalStateException inside an OSGi framework, where the service is to be used
   */
  static ClaspClients ofProcess() {
    return PlainJava.clients();
  }

  /**
   * Begins to describe a client.
   *
   * @param endpoints where to connect, in order of preference, such as {@code ws://localhost:7330};
   *     more can be added by {@link ClaspBuilder#endpoint}
   * @return a builder with default settings
   * @throws IllegalArgumentException if one is no absolute URI
   */
  ClaspBuilder builder(String... endpoints);
}
