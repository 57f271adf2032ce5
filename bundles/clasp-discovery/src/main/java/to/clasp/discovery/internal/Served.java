package to.clasp.discovery.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import to.clasp.discovery.Announcement;
import to.clasp.discovery.internal.net.Link;
import to.clasp.discovery.internal.net.Subnet;
import to.clasp.protocol.Features;

/**
 * What is announced: one main endpoint, and those that are open at the same addresses.
 *
 * @param type service type of DNS-SD, such as {@code _clasp._tcp}
 * @param name name for people
 * @param features the signal types
 * @param main where clients connect
 * @param address where that listens
 * @param ports ports of all endpoints by scheme, the main one first
 */
public record Served(
    String type,
    String name,
    Features features,
    URI main,
    InetAddress address,
    Map<String, Integer> ports) {
  /** The service type of CLASP itself. */
  public static final String CLASP = "_clasp._tcp";

  /**
   * In the order in which a main endpoint is chosen: browsers know WebSocket alone. What this host
   * alone reaches comes last.
   */
  private static final List<String> SCHEMES = List.of("ws", "wss", "tcp", "tcps", "quic", "udp");

  /** A host of containers has dozens on one network; with these a message fits into a datagram. */
  private static final int MOST_ADDRESSES = 8;

  private static final boolean ONLY_IPV4 = Boolean.getBoolean("java.net.preferIPv4Stack");

  private record Open(URI uri, InetAddress address) {
    int rank() {
      int rank = SCHEMES.indexOf(uri.getScheme()) * 2 + (address.isAnyLocalAddress() ? 0 : 1);
      return address.isLoopbackAddress() ? rank + 2 * SCHEMES.size() : rank;
    }

    boolean isOpenAt(InetAddress other) {
      return address.equals(other) || address.isAnyLocalAddress();
    }
  }

  /**
   * Chooses what to announce.
   *
   * @param what what there is; a host that is a name is looked up
   * @return empty if there is nothing that clients of CLASP can use
   */
  public static Optional<Served> of(Announcement what) {
    List<Open> open = new ArrayList<>();
    for (URI uri : what.endpoints()) {
      InetAddress address = address(uri);
      if (address != null && uri.getPort() > 0 && SCHEMES.contains(uri.getScheme())) {
        open.add(new Open(uri, address));
      }
    }
    open.sort(Comparator.comparingInt(Open::rank));
    return open.stream().findFirst().map(main -> of(what, main, open));
  }

  private static Served of(Announcement what, Open main, List<Open> open) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    open.stream()
        .filter(each -> each.isOpenAt(main.address()))
        .forEach(each -> ports.putIfAbsent(each.uri().getScheme(), each.uri().getPort()));
    return new Served(CLASP, what.name(), what.features(), main.uri(), main.address(), ports);
  }

  /**
   * A service that is not CLASP.
   *
   * @param type its service type
   * @param name for people to read
   * @param uris where it is open; one that others reach is preferred
   * @return empty if it is open nowhere
   */
  public static Optional<Served> of(String type, String name, Collection<URI> uris) {
    Optional<Open> main =
        uris.stream()
            .filter(uri -> uri.getPort() > 0)
            .map(uri -> new Open(uri, address(uri)))
            .filter(open -> open.address() != null)
            .min(Comparator.comparing(open -> open.address().isLoopbackAddress()));
    return main.map(
        open -> new Served(type, name, Features.NONE, open.uri(), open.address(), Map.of()));
  }

  private static InetAddress address(URI uri) {
    try {
      return uri.getHost() == null ? null : InetAddress.getByName(uri.getHost());
    } catch (UnknownHostException unknown) {
      return null;
    }
  }

  /**
   * Where it can be reached on a network.
   *
   * @param link the network
   * @return addresses of this host there, the best first, at most 8; empty if it is not open there
   */
  public List<InetAddress> addressesOn(Link link) {
    List<InetAddress> reachable =
        link.subnets().stream().map(Subnet::address).filter(this::isOpenAt).toList();
    List<InetAddress> routable =
        reachable.stream().filter(each -> !each.isLinkLocalAddress()).toList();
    List<InetAddress> told = routable.isEmpty() ? reachable : routable;
    return told.stream()
        .sorted(Comparator.comparing(each -> !(each instanceof Inet4Address)))
        .limit(MOST_ADDRESSES)
        .toList();
  }

  /**
   * Who listens on every address of IPv4 is on IPv6 too, unless Java was told to leave it alone.
   */
  private boolean isOpenAt(InetAddress own) {
    if (!address.isAnyLocalAddress()) {
      return address.equals(own);
    }
    return own instanceof Inet4Address || !ONLY_IPV4;
  }

  /**
   * Whether clients connect by WebSocket.
   *
   * @return false if there is no such endpoint
   */
  public boolean isWeb() {
    return main.getScheme().startsWith("ws");
  }
}
