package to.clasp.discovery;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import to.clasp.protocol.Features;

/**
 * What others shall find.
 *
 * @param name for people to read; not empty
 * @param features the signal types that are supported
 * @param endpoints open ports as {@code to.clasp.transport.Endpoint} tells them: {@code ws}, {@code
 *     wss}, {@code tcp}, {@code tcps}, {@code udp} and {@code quic} URIs whose host is an address.
 *     A host that stands for every address is announced on every network, a loopback address on
 *     none. URIs of other schemes are left out. Nothing is announced when nothing is left
 */
public record Announcement(String name, Features features, Set<URI> endpoints) {
  /** Copies the set, whose order is kept, and checks for null and for an empty name. */
  public Announcement {
    requireNonNull(features, "features");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is empty");
    }
    endpoints = Collections.unmodifiableSet(new LinkedHashSet<>(endpoints));
  }
}
