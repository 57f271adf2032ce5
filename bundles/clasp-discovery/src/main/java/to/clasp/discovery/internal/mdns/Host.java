package to.clasp.discovery.internal.mdns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import to.clasp.discovery.internal.net.Link;

/** The addresses of a host that instances are on. */
final class Host {
  private static final int MOST = 16;

  /** Records that replace others spare those of the same second: they come in one go. */
  private static final long ONE_GO = 1000;

  private record Known(Lease lease, String link, long since) {}

  private final Map<InetAddress, Known> addresses = new LinkedHashMap<>();

  /** Those that are on it. */
  final Set<Instance> instances = new HashSet<>();

  boolean isEmpty() {
    return addresses.isEmpty();
  }

  void learn(InetAddress address, boolean flush, long ttl, Link link, long now) {
    InetAddress scoped = scoped(address, link);
    if (flush) {
      addresses
          .entrySet()
          .removeIf(
              each ->
                  each.getKey().getClass() == scoped.getClass()
                      && each.getValue().link().equals(link.name())
                      && now - each.getValue().since() > ONE_GO);
    }
    if (ttl == 0) {
      addresses.remove(scoped);
    } else if (addresses.size() < MOST || addresses.containsKey(scoped)) {
      addresses.put(scoped, new Known(new Lease(now, ttl), link.name(), now));
    }
  }

  /** A link-local address means nothing without the link. */
  private static InetAddress scoped(InetAddress address, Link link) {
    if (!(address instanceof Inet6Address six) || !address.isLinkLocalAddress()) {
      return address;
    }
    try {
      return Inet6Address.getByAddress(null, six.getAddress(), link.index());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("16 bytes are an address", impossible);
    }
  }

  boolean asks(long now) {
    boolean asks = false;
    for (Known known : addresses.values()) {
      asks |= known.lease().asks(now);
    }
    return asks;
  }

  /** Whether something was forgotten. */
  boolean expire(long now) {
    return addresses.values().removeIf(known -> known.lease().isOver(now));
  }

  /** The address to connect to: one on a network of ours before one behind a router. */
  InetAddress best(List<Link> links) {
    return addresses.keySet().stream()
        .min(
            Comparator.<InetAddress>comparingInt(each -> each.isLinkLocalAddress() ? 1 : 0)
                .thenComparing(each -> links.stream().noneMatch(link -> link.contains(each)))
                .thenComparing(each -> !(each instanceof Inet4Address)))
        .orElseThrow();
  }
}
