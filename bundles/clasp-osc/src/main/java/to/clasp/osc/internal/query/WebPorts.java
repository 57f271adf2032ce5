package to.clasp.osc.internal.query;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import to.clasp.http.HttpRequest;
import to.clasp.transport.Endpoint;

/** Where clients that have asked by HTTP find WebSocket. Safe from any thread. */
public final class WebPorts {
  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();

  /** No port is known. */
  public WebPorts() {}

  /**
   * Where to connect to.
   *
   * @param host address, or null for the one that was asked
   * @param port the port
   */
  record Place(String host, int port) {}

  /**
   * A port has opened.
   *
   * @param endpoint of any protocol
   */
  public void add(Endpoint endpoint) {
    endpoints.add(endpoint);
  }

  /**
   * A port has closed.
   *
   * @param endpoint as it was added
   */
  public void remove(Endpoint endpoint) {
    endpoints.remove(endpoint);
  }

  /**
   * Where to connect to. The ports for WebSocket answer HTTP, too, so that is mostly the port that
   * was asked, as the client calls it: somebody on the way may have given it another number.
   *
   * @return empty if there is none that the client could use
   */
  Optional<Place> of(HttpRequest request) {
    List<URI> web = uris(request.secure() ? "wss" : "ws").toList();
    if (web.isEmpty()) {
      return Optional.empty();
    }
    int asked = port(request.header("host").orElse(""), request.secure());
    boolean elsewhere =
        uris(request.secure() ? "https" : "http").anyMatch(uri -> uri.getPort() == asked)
            && web.stream().noneMatch(uri -> uri.getPort() == asked);
    if (asked > 0 && !elsewhere) {
      return Optional.of(new Place(null, asked));
    }
    URI first = web.get(0);
    String host = HostInfo.isOneAddress(first.getHost()) ? first.getHost() : null;
    return Optional.of(new Place(host, first.getPort()));
  }

  private Stream<URI> uris(String scheme) {
    return endpoints.stream()
        .flatMap(endpoint -> endpoint.uris().stream())
        .filter(uri -> uri.getScheme().equals(scheme));
  }

  /** 0 if that is no host. */
  private static int port(String host, boolean secure) {
    try {
      URI uri = URI.create("http://" + host + "/");
      if (uri.getHost() == null) {
        return 0;
      }
      int usual = secure ? 443 : 80;
      return uri.getPort() == -1 ? usual : uri.getPort();
    } catch (IllegalArgumentException wrong) {
      return 0;
    }
  }
}
