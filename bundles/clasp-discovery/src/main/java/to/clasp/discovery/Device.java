package to.clasp.discovery;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A device that clients can connect to.
 *
 * @param id what it is known by; for a relay of this project the same in every source, for others
 *     the full mDNS instance name or whatever the source gives
 * @param name for people to read; any text, also such as a terminal should not be shown
 * @param info what it says about itself
 * @param endpoints where clients connect, by kind: {@code ws}, {@code tcp}, {@code udp}, {@code
 *     quic} or another. A URI says by its scheme whether it is secured
 */
public record Device(String id, String name, DeviceInfo info, Map<String, URI> endpoints) {
  private static final List<String> PREFERRED = List.of("ws", "quic", "tcp", "udp");

  /** Copies the map, whose order is kept, and checks for null. */
  public Device {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(info, "info");
    endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  /**
   * Where to connect if one does not care how.
   *
   * @return the WebSocket endpoint, else QUIC, TCP, UDP, else any; empty if there is none
   */
  public Optional<URI> uri() {
    return PREFERRED.stream()
        .map(endpoints::get)
        .filter(Objects::nonNull)
        .findFirst()
        .or(() -> endpoints.values().stream().findFirst());
  }
}
