package to.clasp.discovery.internal.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;

/**
 * An address of an interface, and who else is on its network.
 *
 * @param address our address there
 * @param prefix how many leading bits all addresses there share
 * @param broadcast the address that stands for all of them; null for IPv6 and where there is none
 */
public record Subnet(InetAddress address, int prefix, InetAddress broadcast) {
  static Subnet of(InterfaceAddress address) {
    return new Subnet(
        address.getAddress(), address.getNetworkPrefixLength(), address.getBroadcast());
  }

  /**
   * Whether it is of IPv4.
   *
   * @return false for IPv6
   */
  public boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /**
   * Whether an address is on this network.
   *
   * @param other any address
   * @return true if it can be reached without a router
   */
  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
      int mask = 0xFF << Math.max(0, Byte.SIZE - (prefix - bit)) & 0xFF;
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
