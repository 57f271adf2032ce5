package to.clasp.discovery.internal.net;

import java.net.InetAddress;
import java.util.List;

/**
 * A network that this host is on, by one of its interfaces.
 *
 * @param name name of the interface
 * @param index its number
 * @param loopback whether only this host is on it
 * @param subnets its addresses
 */
public record Link(String name, int index, boolean loopback, List<Subnet> subnets) {
  /** Copies the list. */
  public Link {
    subnets = List.copyOf(subnets);
  }

  /**
   * Whether an address can be reached here without a router.
   *
   * @param other any address
   * @return true if it is on one of the networks
   */
  public boolean contains(InetAddress other) {
    return subnets.stream().anyMatch(subnet -> subnet.contains(other));
  }

  /**
   * Whether there is an address of a kind.
   *
   * @param ipv4 true for IPv4, false for IPv6
   * @return true if there is one
   */
  public boolean has(boolean ipv4) {
    return subnets.stream().anyMatch(subnet -> subnet.isIpv4() == ipv4);
  }
}
