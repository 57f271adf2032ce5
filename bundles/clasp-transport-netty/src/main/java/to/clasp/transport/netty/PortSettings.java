package to.clasp.transport.netty;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Where a transport listens, and how that is secured.
 *
 * @param host name or address to listen on
 * @param port the port, or 0 for any that is free
 * @param tls how it is secured, or null
 */
public record PortSettings(String host, int port, TlsSettings tls) {
  private static final int LARGEST = 65_535;

  /**
   * What clients call a transport.
   *
   * @param plain scheme of a URI without TLS
   * @param secured scheme of a URI with TLS
   * @param path the path of the URI, perhaps empty
   */
  public record Schemes(String plain, String secured, String path) {
    /** Checks for null. */
    public Schemes {
      requireNonNull(plain, "plain");
      requireNonNull(secured, "secured");
      requireNonNull(path, "path");
    }
  }

  /**
   * Checks host and port.
   *
   * @throws IllegalArgumentException if a value is wrong; names the key of the configuration
   */
  public PortSettings {
    String given = host;
    host = host == null ? "" : host.trim();
    if (host.isEmpty() || !isHost(host)) {
      throw new IllegalArgumentException("host = '" + given + "' must be a name or an address");
    }
    if (port < 0 || port > LARGEST) {
      throw new IllegalArgumentException("port = " + port + " must be 0 to " + LARGEST);
    }
  }

  private static boolean isHost(String host) {
    try {
      return new URI("ws", null, host, 1, null, null, null).getHost() != null;
    } catch (URISyntaxException invalid) {
      return false;
    }
  }

  /**
   * Whether an open port of these settings can take the others without being opened anew.
   *
   * @param other the other settings
   * @return true if host and port are the same
   */
  public boolean samePlace(PortSettings other) {
    return host.equals(other.host) && port == other.port;
  }

  /**
   * Looks the host up. Blocks, so not to be called on an event loop.
   *
   * @return where to listen
   * @throws IOException if the host is unknown; names host, port and reason
   */
  public InetSocketAddress resolve() throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw BindFailure.of(host, port, new UnresolvedAddressException());
    }
    return address;
  }

  /**
   * Where clients connect to.
   *
   * @param schemes how they call the transport
   * @param real the port where 0 was configured
   * @return the secured URI first; only one where both schemes are the same
   */
  public Set<URI> uris(Schemes schemes, int real) {
    Set<URI> uris = new LinkedHashSet<>();
    if (tls != null) {
      uris.add(uri(schemes.secured(), schemes.path(), real));
    }
    if (tls == null || !tls.tlsOnly()) {
      uris.add(uri(schemes.plain(), schemes.path(), real));
    }
    return Collections.unmodifiableSet(uris);
  }

  private URI uri(String scheme, String path, int real) {
    try {
      return new URI(scheme, null, host, real, path, null, null);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("the host was checked", impossible);
    }
  }
}
