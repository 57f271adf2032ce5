package to.clasp.discovery.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import to.clasp.rendezvous.RegistrationDetail;

/**
 * Has the id that mDNS and broadcasts tell registered too, so that who finds this device in several
 * ways and at several addresses knows that it is one. Never loaded where clasp-rendezvous is not.
 */
@Component
public final class IdDetail implements RegistrationDetail {
  private final Map<String, String> metadata;

  /**
   * Knows the id.
   *
   * @param discovery whose it is
   */
  @Activate
  public IdDetail(@Reference DiscoveryService discovery) {
    metadata = Map.of(DISCOVERY_ID, discovery.id());
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }
}
