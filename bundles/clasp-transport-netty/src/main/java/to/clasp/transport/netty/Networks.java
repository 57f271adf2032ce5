package to.clasp.transport.netty;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A set of networks, as they stand in a configuration. Immutable. */
public final class Networks {
  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

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
   * @param key the key of the configuration, for the message of a failure
   * @param rows each has one network or several with commas
   * @return the networks
   * @throws IllegalArgumentException if one is no network; says which
   */
  public static Networks of(String key, String... rows) {
    List<Network> networks = new ArrayList<>();
    for (String row : rows) {
      for (String text : row.split(",")) {
        if (!text.isBlank()) {
          networks.add(network(key, text.trim()));
        }
      }
    }
    return new Networks(networks);
  }

  private static Network network(String key, String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw wrong(key, text);
    }
    int most = address.length * 8;
    try {
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > most) {
        throw wrong(key, text);
      }
      return new Network(InetAddress.getByAddress(address), bits);
    } catch (NumberFormatException | UnknownHostException invalid) {
      throw wrong(key, text);
    }
  }

  private static IllegalArgumentException wrong(String key, String text) {
    return new IllegalArgumentException(
        key + " = '" + text + "' must be like 192.168.0.0/16 or fd00::/8");
  }

  /**
   * Whether an address is in one of them.
   *
   * @param address the address
   * @return true if it is
   */
  public boolean contains(InetAddress address) {
    return bits(address) >= 0;
  }

  /**
   * How closely an address is meant.
   *
   * @param address the address
   * @return how many leading bits the smallest network has that it is in; -1 if it is in none
   */
  public int bits(InetAddress address) {
    byte[] bytes = address.getAddress();
    int most = -1;
    for (Network network : networks) {
      if (network.bits() > most && network.contains(bytes)) {
        most = network.bits();
      }
    }
    return most;
  }
}
