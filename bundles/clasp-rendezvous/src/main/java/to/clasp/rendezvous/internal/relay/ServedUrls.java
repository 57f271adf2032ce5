package to.clasp.rendezvous.internal.relay;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What open ports are called from outside, by scheme; of two with one scheme the lower port. */
final class ServedUrls {
  private ServedUrls() {}

  /**
   * @param publicHost host to tell for every port, or empty: then a port that only this machine
   *     reaches is left out
   */
  static Map<String, String> of(Collection<URI> ports, String publicHost) {
    Map<String, String> urls = new TreeMap<>();
    ports.stream()
        .sorted(Comparator.comparingInt(URI::getPort).thenComparing(URI::toString))
        .forEach(
            port ->
                host(port, publicHost)
                    .ifPresent(host -> urls.putIfAbsent(port.getScheme(), url(port, host))));
    return urls;
  }

  private static Optional<String> host(URI port, String publicHost) {
    if (!publicHost.isEmpty()) {
      return Optional.of(publicHost);
    }
    try {
      InetAddress bound = InetAddress.getByName(port.getHost());
      if (bound.isAnyLocalAddress()) {
        return ownAddress();
      }
      if (bound.isLoopbackAddress() || bound.isLinkLocalAddress()) {
        return Optional.empty();
      }
      return Optional.of(bound instanceof Inet6Address ? text(bound) : port.getHost());
    } catch (UnknownHostException e) {
      return Optional.of(port.getHost()); // others may know the name
    }
  }

  private static Optional<String> ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1))
          .map(ServedUrls::text);
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /** Without the interface that Java adds to addresses of IPv6, which nobody else knows. */
  static String text(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  private static String url(URI port, String host) {
    try {
      return new URI(port.getScheme(), null, host, port.getPort(), port.getPath(), null, null)
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(host + " is not a host", e);
    }
  }
}
