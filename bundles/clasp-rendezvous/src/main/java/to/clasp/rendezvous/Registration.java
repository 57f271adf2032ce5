package to.clasp.rendezvous;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a device tells about itself. Lists and maps are copied and keep their order.
 *
 * @param name name for people to read
 * @param endpoints URLs by name of the transport, such as {@code ws} to {@code
 *     wss://example.org:7330/clasp}; may be empty
 * @param publicKey public key in Base64, by which a server recognises a device that registers
 *     again; or null. Nobody checks that the device owns it.
 * @param features signals that it can handle, such as {@code param}; may be empty
 * @param tags words to find it by; may be empty
 * @param metadata anything else; may be empty
 */
public record Registration(
    String name,
    Map<String, String> endpoints,
    String publicKey,
    List<String> features,
    List<String> tags,
    Map<String, String> metadata) {

  /** Copies, and checks that nothing but the key is null. */
  public Registration {
    requireNonNull(name, "name");
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    features = List.copyOf(features);
    tags = List.copyOf(tags);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * A device that can handle params and events, without key, tags and metadata.
   *
   * @param name as above
   * @param endpoints as above
   */
  public Registration(String name, Map<String, String> endpoints) {
    this(name, endpoints, null, List.of("param", "event"), List.of(), Map.of());
  }

  /**
   * The same with other tags.
   *
   * @param words the tags
   * @return a new registration
   */
  public Registration withTags(List<String> words) {
    return new Registration(name, endpoints, publicKey, features, words, metadata);
  }
}
