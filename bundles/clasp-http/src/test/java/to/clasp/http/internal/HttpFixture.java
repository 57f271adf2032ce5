package to.clasp.http.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import to.clasp.http.HttpRoute;
import to.clasp.transport.netty.EventLoops;
import to.clasp.transport.netty.TlsContexts;

/** The server with a port of its own. */
final class HttpFixture implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  final HttpServer server;
  final URI uri;
  private final EventLoops.Owned loops = EventLoops.create(1);
  private final TlsContexts.Owned contexts = TlsContexts.create();
  private final HttpListener listener;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();

  HttpFixture(Map<String, Object> settings, HttpRoute... routes) {
    this(settings, Map.of("port", 0), routes);
  }

  HttpFixture(Map<String, Object> settings, Map<String, Object> port, HttpRoute... routes) {
    server = new HttpServer(Configs.server(settings));
    for (HttpRoute route : routes) {
      server.addRoute(route, Map.of());
    }
    try {
      listener = new HttpListener(Configs.listener(port), server, loops, contexts);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    uri = listener.uris().iterator().next();
  }

  static HttpFixture with(HttpRoute... routes) {
    return new HttpFixture(Map.of(), routes);
  }

  RawSocket connect() throws IOException {
    return new RawSocket(uri);
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(DEADLINE)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    listener.close();
    server.close();
    contexts.close();
    loops.close();
  }
}
