package to.clasp.rendezvous.internal.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where requests come from, as a text that a file can keep. Of IPv6 that is a network of 64 bits: a
 * single host has as many addresses. Who has a site has 65 536 of those networks, so sites are
 * counted besides.
 */
final class Origin {
  /** So much more than one network a site may have: a house, or a hoster with many customers. */
  static final int NETWORKS_PER_SITE = 4;

  private static final int NETWORK_BYTES = 8;
  private static final int SITE_DIGITS = 12;
  private static final String NETWORK = "/64";
  private static final String SITE = "/48";

  private Origin() {}

  static String of(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    if (address instanceof Inet6Address) {
      byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
      return HexFormat.of().formatHex(network) + NETWORK;
    }
    return address == null ? remote.getHostString() : address.getHostAddress();
  }

  /** The site of an origin; of IPv4 each address is one. */
  static String site(String origin) {
    return origin.endsWith(NETWORK) ? origin.substring(0, SITE_DIGITS) + SITE : origin;
  }

  /** Whether there may be others of the same site. */
  static boolean isPartOfSite(String origin) {
    return origin.endsWith(NETWORK);
  }
}
