package to.clasp.discovery.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** A rendezvous server whose devices never change; it has the second part behind another offset. */
final class RendezvousStub implements AutoCloseable {
  private final HttpServer server;

  /**
   * @param parts one or more answers
   */
  RendezvousStub(int status, String... parts) throws IOException {
    List<String> answers = List.of(parts);
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/api/v1/discover",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          int part =
              query.contains("offset=") ? Integer.parseInt(query.replaceAll(".*offset=", "")) : 0;
          byte[] body = answers.get(part).getBytes(UTF_8);
          if (part + 1 < answers.size()) {
            exchange.getResponseHeaders().add("X-Next-Offset", Integer.toString(part + 1));
          }
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** One device as JSON. */
  static String device(String id, String name, String endpoints, String metadata) {
    return """
        [{"id":"%s","name":"%s","features":["param","magic"],"tags":["a","b"],
          "endpoints":{%s},"metadata":{%s},"registeredAt":1,"lastSeen":1}]"""
        .formatted(id, name, endpoints, metadata)
        .replace('\'', '"');
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
