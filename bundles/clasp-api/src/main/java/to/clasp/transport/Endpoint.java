package to.clasp.transport;

import java.net.URI;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** An open port. A transport registers one as a service for each listener that is bound. */
@ConsumerType
public interface Endpoint {
  /**
   * Service property, a {@code String[]}: what is to be announced on the local network beside CLASP
   * itself. Each item is a service type of DNS-SD and the scheme of the endpoints that it stands
   * for, its own or those of other services, such as {@code _osc._udp=osc.udp}.
   */
  String SERVICE_TYPES = "to.clasp.transport.serviceTypes";

  /**
   * Where it can be reached, with the real port where 0 was configured. Safe from any thread.
   *
   * @return one or more URIs; the host is the configured one, also when that stands for every
   *     address of the machine
   */
  Set<URI> uris();
}
