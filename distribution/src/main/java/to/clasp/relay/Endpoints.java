package to.clasp.relay;

import java.lang.reflect.Method;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The open ports, as the transports tell them. */
final class Endpoints {

  private static final String TYPE = "to.clasp.transport.Endpoint";

  private Endpoints() {}

  /**
   * How many are open.
   *
   * @param context of the framework
   * @return the number of registered endpoints by the id of the bundle that registers them
   */
  static Map<Long, Integer> countByBundle(BundleContext context) {
    Map<Long, Integer> count = new HashMap<>();
    for (ServiceReference<?> reference : references(context)) {
      Bundle bundle = reference.getBundle();
      if (bundle != null) {
        count.merge(bundle.getBundleId(), 1, Integer::sum);
      }
    }
    return count;
  }

  /**
   * Whether there is one for clients of CLASP.
   *
   * @param context of the framework
   * @return false if there are none, or those for plain HTTP alone
   */
  static boolean hasOneOfClients(BundleContext context) {
    return Stream.of(references(context)).anyMatch(reference -> !isHttp(reference));
  }

  private static boolean isHttp(ServiceReference<?> reference) {
    return "http".equals(reference.getProperty("protocol"));
  }

  /**
   * Where clients can connect, and then where HTTP is served.
   *
   * @param context of the framework
   * @return for each endpoint its URIs, with the configured host
   */
  static List<Set<URI>> all(BundleContext context) {
    List<Set<URI>> found = new ArrayList<>();
    for (ServiceReference<?> reference : references(context)) {
      Object endpoint = context.getService(reference);
      if (endpoint != null) {
        found.add(uris(reference, endpoint));
      }
    }
    return found;
  }

  private static ServiceReference<?>[] references(BundleContext context) {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(TYPE, null);
      if (found == null) {
        return new ServiceReference<?>[0];
      }
      Arrays.sort(found, Comparator.comparing(Endpoints::isHttp));
      return found;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By reflection: the launcher stays outside of the bundles' class space. */
  @SuppressWarnings("unchecked")
  private static Set<URI> uris(ServiceReference<?> reference, Object endpoint) {
    try {
      Method uris = reference.getBundle().loadClass(TYPE).getMethod("uris");
      return (Set<URI>) uris.invoke(endpoint);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not an endpoint: " + endpoint, e);
    }
  }

  /**
   * The addresses to type in a browser: where the host stands for every address of the machine,
   * localhost and each of them.
   *
   * @param uri as the endpoint tells it
   * @return one or more
   */
  static List<String> urls(URI uri) {
    InetAddress bound = address(uri);
    if (bound == null || !bound.isAnyLocalAddress()) {
      return List.of(uri.toString());
    }
    List<String> urls = new ArrayList<>();
    urls.add(withHost(uri, "localhost"));
    for (InetAddress own : ownAddresses()) {
      if (own instanceof Inet4Address || !(bound instanceof Inet4Address)) {
        urls.add(withHost(uri, own.getHostAddress()));
      }
    }
    return urls;
  }

  /**
   * Whether other machines can reach it.
   *
   * @param uri as the endpoint tells it
   * @return false if it is bound to the loopback interface
   */
  static boolean isBeyondLoopback(URI uri) {
    InetAddress bound = address(uri);
    return bound == null || !bound.isLoopbackAddress();
  }

  private static InetAddress address(URI uri) {
    try {
      return uri.getHost() == null ? null : InetAddress.getByName(uri.getHost());
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String withHost(URI uri, String host) {
    try {
      return new URI(uri.getScheme(), null, host, uri.getPort(), uri.getPath(), null, null)
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<InetAddress> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }
}
