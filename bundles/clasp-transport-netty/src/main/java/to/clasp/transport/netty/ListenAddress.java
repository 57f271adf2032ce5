package to.clasp.transport.netty;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a port is configured to listen.
 *
 * @param host name or address
 * @param port 0 to 65 535; 0 for any that is free
 */
public record ListenAddress(String host, int port) {
  private static final int LARGEST_PORT = 65_535;

  /**
   * Checks what is configured.
   *
   * @param pid the PID to name in messages
   * @param host value of the key {@code host}
   * @param port value of the key {@code port}
   * @return the address
   * @throws IllegalArgumentException if a value is wrong; names PID and key
   */
  public static ListenAddress of(String pid, String host, int port) {
    String name = host == null ? "" : host.trim();
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          pid + ": port = " + port + " must be 0 to " + LARGEST_PORT);
    }
    ListenAddress address = new ListenAddress(name, port);
    if (name.isEmpty() || address.tryUri("any", port) == null) {
      throw new IllegalArgumentException(
          pid + ": host = '" + host + "' must be a name or an address");
    }
    return address;
  }

  /**
   * Where clients connect to.
   *
   * @param scheme scheme of the URI
   * @param realPort the port that is open
   * @return scheme, host and port
   */
  public URI uri(String scheme, int realPort) {
    return tryUri(scheme, realPort);
  }

  private URI tryUri(String scheme, int realPort) {
    try {
      return new URI(scheme, null, host, realPort, null, null, null);
    } catch (URISyntaxException invalid) {
      return null;
    }
  }
}
