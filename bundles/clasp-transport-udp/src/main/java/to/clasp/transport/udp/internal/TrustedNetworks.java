package to.clasp.transport.udp.internal;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Networks whose addresses need no proof.
 *
 * @param networks the networks
 */
record TrustedNetworks(List<Network> networks) {

  /** An address and how many of its leading bits count. */
  private record Network(InetAddress address, int bits) {
    boolean contains(byte[] other) {
      byte[] own = address.getAddress();
      if (own.length != other.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = 0xFF00 >> bits % 8 & 0xFF;
      return Arrays.equals(own, 0, whole, other, 0, whole)
          && (mask == 0 || ((own[whole] ^ other[whole]) & mask) == 0);
    }
  }

  /**
   * Reads networks such as {@code 10.0.0.0/8}.
   *
   * @param rows each has one network or several with commas
   * @throws IllegalArgumentException if one is no network; says which
   */
  static TrustedNetworks of(String... rows) {
    List<Network> networks = new ArrayList<>();
    for (String row : rows) {
      for (String text : row.split(",")) {
        if (!text.isBlank()) {
          networks.add(network(text.trim()));
        }
      }
    }
    return new TrustedNetworks(List.copyOf(networks));
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw wrong(text);
    }
    int most = address.length * 8;
    try {
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > most) {
        throw wrong(text);
      }
      return new Network(InetAddress.getByAddress(address), bits);
    } catch (NumberFormatException | UnknownHostException invalid) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "trustedNetworks = '" + text + "' must be like 192.168.0.0/16 or fd00::/8");
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Network network : networks) {
      if (network.contains(bytes)) {
        return true;
      }
    }
    return false;
  }
}
