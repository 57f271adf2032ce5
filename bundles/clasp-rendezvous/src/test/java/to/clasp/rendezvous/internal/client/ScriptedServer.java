package to.clasp.rendezvous.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server whose answers a test gives. */
final class ScriptedServer implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** One answer. */
  record Answer(int status, String body, Map<String, String> headers) {
    Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  /**
   * @param script from method, path and query, and the secret that was shown, if any
   */
  ScriptedServer(Function<String, Answer> script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String secret = exchange.getRequestHeaders().getFirst("X-Clasp-Secret");
          String request =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + (secret == null ? "" : " " + secret);
          requests.add(request);
          Answer answer = script.apply(request);
          answer.headers.forEach(exchange.getResponseHeaders()::set);
          byte[] body = answer.body.getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
