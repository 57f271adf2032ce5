package to.clasp.discovery.internal.net;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks which networks this host is on. */
public final class Links {
  /** A host of containers has hundreds of interfaces; nobody listens behind most of them. */
  private static final int MOST = 64;

  private Links() {}

  /**
   * The networks whose interfaces are up and able to multicast.
   *
   * @param only names of interfaces, taken also if they are loopback; empty for all but loopback
   * @return those that have an address, at most 64
   */
  public static List<Link> usable(Set<String> only) {
    List<Link> links = new ArrayList<>();
    for (NetworkInterface each : all()) {
      try {
        if (each.isUp() && isWanted(each, only) && links.size() < MOST) {
          Link link = link(each);
          if (!link.subnets().isEmpty()) {
            links.add(link);
          }
        }
      } catch (SocketException gone) {
        // It has been taken away meanwhile.
      }
    }
    return links;
  }

  /**
   * The networks that a sender may be on, loopback included.
   *
   * @return all whose interfaces are up
   */
  public static List<Link> all(Set<String> only) {
    List<Link> links = new ArrayList<>(usable(only));
    for (NetworkInterface each : all()) {
      try {
        if (only.isEmpty() && each.isUp() && each.isLoopback()) {
          links.add(link(each));
        }
      } catch (SocketException gone) {
        // It has been taken away meanwhile.
      }
    }
    return links;
  }

  private static boolean isWanted(NetworkInterface each, Set<String> only) throws SocketException {
    return only.isEmpty()
        ? !each.isLoopback() && !each.isPointToPoint() && each.supportsMulticast()
        : only.contains(each.getName());
  }

  private static Link link(NetworkInterface each) throws SocketException {
    return new Link(
        each.getName(),
        each.getIndex(),
        each.isLoopback(),
        each.getInterfaceAddresses().stream().map(Subnet::of).toList());
  }

  private static List<NetworkInterface> all() {
    try {
      return NetworkInterface.networkInterfaces().toList();
    } catch (SocketException none) {
      return List.of();
    }
  }
}
