package to.clasp.rendezvous;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that a relay also tells when it registers itself. The component that registers it asks
 * all services of this kind.
 */
@ConsumerType
public interface RegistrationDetail {
  /**
   * Key of the metadata that has the id by which a device is known on its local network, by mDNS
   * and broadcasts: a UUID.
   */
  String DISCOVERY_ID = "discoveryId";

  /**
   * What to tell. Asked about once in a second, and returns at once.
   *
   * @return keys and values for {@link Registration#metadata()}; may change
   */
  Map<String, String> metadata();
}
