package to.clasp.discovery.internal;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

/** URIs of endpoints. */
public final class Uris {
  private Uris() {}

  /**
   * A URI with an address as its host, in brackets where it is of IPv6.
   *
   * @param path any text; what a path may not contain is escaped
   * @return the URI
   */
  public static URI of(String scheme, InetAddress address, int port, String path) {
    try {
      return new URI(scheme, null, address.getHostAddress(), port, path, null, null);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("an address is a host", impossible);
    }
  }
}
