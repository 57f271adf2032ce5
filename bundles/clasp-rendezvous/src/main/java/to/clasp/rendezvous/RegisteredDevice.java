package to.clasp.rendezvous;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device that was found. Everything in it was told by the device itself and checked by nobody.
 *
 * @param id its id at that server; another one after each registration
 * @param name name for people to read
 * @param publicKey public key in Base64, or null
 * @param features signals that it can handle
 * @param endpoints URLs by name of the transport
 * @param tags words to find it by
 * @param metadata anything else
 * @param registeredAt when it registered, in µs since 1970
 * @param lastSeen when it registered or refreshed last, in µs since 1970
 */
public record RegisteredDevice(
    String id,
    String name,
    String publicKey,
    List<String> features,
    Map<String, String> endpoints,
    List<String> tags,
    Map<String, String> metadata,
    long registeredAt,
    long lastSeen) {

  /** Copies the lists and maps, which keep their order. */
  public RegisteredDevice {
    features = List.copyOf(features);
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    tags = List.copyOf(tags);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
