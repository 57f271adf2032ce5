package to.clasp.discovery.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.transport.Endpoint;

/** What endpoints want announced that is not CLASP. Safe from any thread. */
final class OtherServices {
  private static final Logger LOG = LoggerFactory.getLogger(OtherServices.class);

  /** A service type (RFC 6335, 5.1), then a scheme. */
  private static final Pattern ITEM =
      Pattern.compile("(_(?!-)[a-zA-Z0-9-]{1,15}\\._(?:tcp|udp))=([a-z][a-z0-9.+-]*)");

  private record Offer(String type, String scheme) {}

  private final Map<Endpoint, List<Offer>> offers = new ConcurrentHashMap<>();

  /**
   * Takes an endpoint.
   *
   * @param property its {@link Endpoint#SERVICE_TYPES}; what is not as it says is left out
   */
  void add(Endpoint endpoint, Object property) {
    String[] items = property instanceof String[] several ? several : new String[] {"" + property};
    List<Offer> wanted = new ArrayList<>();
    for (String item : items) {
      Matcher parts = ITEM.matcher(item);
      if (parts.matches()) {
        wanted.add(new Offer(parts.group(1), parts.group(2)));
      } else {
        LOG.error("'{}' is not announced: it must be _TYPE._tcp=SCHEME or _TYPE._udp=SCHEME", item);
      }
    }
    offers.put(endpoint, wanted);
  }

  void remove(Endpoint endpoint) {
    offers.remove(endpoint);
  }

  /**
   * What there is now.
   *
   * @param name for people to read
   * @param more endpoints that services may stand for, beside those that want something announced
   */
  List<Served> served(String name, Collection<Endpoint> more) {
    List<Served> all = new ArrayList<>();
    offers.forEach(
        (endpoint, wanted) -> {
          for (Offer offer : wanted) {
            Served.of(offer.type(), name, uris(offer.scheme(), endpoint, more)).ifPresent(all::add);
          }
        });
    return all;
  }

  private static List<URI> uris(String scheme, Endpoint own, Collection<Endpoint> more) {
    List<Endpoint> endpoints = new ArrayList<>(List.of(own));
    endpoints.addAll(more);
    return endpoints.stream()
        .flatMap(endpoint -> endpoint.uris().stream())
        .filter(uri -> uri.getScheme().equals(scheme))
        .distinct()
        .toList();
  }
}
