package to.clasp.http.internal;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import to.clasp.http.HttpRoute;
import to.clasp.testkit.ComponentConfig;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** A port of the real HTTP server with some routes. */
public final class RoutePort implements AutoCloseable {
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private final HttpServer server;
  private final HttpListener listener;

  /** Opens a port with the given keys of to.clasp.http; 0 is any free one. */
  public RoutePort(int port, Map<String, Object> settings, List<HttpRoute> routes) {
    Map<String, Object> given = new HashMap<>(Map.of("maxConnectionsPerSource", 0));
    given.putAll(settings);
    server = new HttpServer(ComponentConfig.of(HttpServerConfig.class, given));
    routes.forEach(route -> server.addRoute(route, Map.of()));
    try {
      listener =
          new HttpListener(
              ComponentConfig.of(HttpListenerConfig.class, Map.of("port", port)),
              server,
              loops,
              contexts);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public URI uri() {
    return listener.uris().iterator().next();
  }

  @Override
  public void close() {
    listener.close();
    server.close();
    contexts.close();
    loops.close();
  }
}
